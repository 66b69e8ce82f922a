export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.spec.mjs'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/node/'],
  // Plain modules: Node runs them as they are.
  transform: {},
};
