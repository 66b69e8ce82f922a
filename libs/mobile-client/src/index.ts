export * from './device-key.js';
export * from './http.js';
export * from './mobile-app.js';
export * from './mobile-authentication.js';
