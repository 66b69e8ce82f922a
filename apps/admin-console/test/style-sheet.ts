/** What a style sheet is to a test: every class has its own name. */
export default new Proxy<Record<string, string>>({}, { get: (_, name) => String(name) });
