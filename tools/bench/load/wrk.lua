-- Sends the requests of a file in their order. Arguments: file, path, content type, "once" or "again",
-- accepted media type.
-- Every request is written out before the clock starts; during the load only an index moves.

local requests = {}
local threads = {}
once = false
drawn = 0

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local path, kind, accept = arguments[2], arguments[3], arguments[5]
  once = arguments[4] == "once"
  for line in io.lines(arguments[1]) do
    local authorization, body = line:match("^(.-)\t(.*)$")
    local headers = { ["Content-Type"] = kind, ["Accept"] = accept }
    if authorization ~= "" then headers["Authorization"] = authorization end
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end

function request()
  drawn = drawn + 1
  local index = once and math.min(drawn, #requests) or (drawn - 1) % #requests + 1
  return requests[index]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"failed":%d,"p50":%d,"p95":%d,"p99":%d,"drawn":%d}\n',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    threads[1]:get("drawn")
  ))
end
