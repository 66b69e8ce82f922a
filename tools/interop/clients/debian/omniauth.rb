# A site with OmniAuth, settings as JSON in INTEROP_SETTINGS.
require 'json'
require 'rack'
require 'rack/handler/webrick'
require 'omniauth'
require 'omniauth_openid_connect'

settings = JSON.parse(ENV.fetch('INTEROP_SETTINGS'))
issuer = URI(settings.fetch('issuer'))
OmniAuth.config.allowed_request_methods = [:get]
OmniAuth.config.silence_get_warning = true
OmniAuth.config.full_host = settings.fetch('baseUrl')

site = Rack::Builder.new do
  use Rack::Session::Cookie, secret: 'a long random string that only this site knows, and nobody else'
  # region page
  use OmniAuth::Builder do
    provider :openid_connect,
             scope: %i[openid profile email],
             response_type: :code,
             issuer: settings.fetch('issuer'),
             discovery: true,
             client_options: {
               scheme: issuer.scheme,
               host: issuer.host,
               port: issuer.port,
               identifier: settings.fetch('clientId'),
               secret: settings.fetch('clientSecret'),
               redirect_uri: settings.fetch('redirectUri')
             }
  end
  # endregion
  map('/auth/failure') do
    run ->(environment) { [500, {}, ["error: #{environment['QUERY_STRING']} #{environment['omniauth.error']&.message}"]] }
  end
  run ->(environment) { [200, {}, [JSON.generate(environment['omniauth.auth'] || {})]] }
end

Rack::Handler::WEBrick.run(site, Host: '127.0.0.1', Port: settings.fetch('port'), AccessLog: [])
