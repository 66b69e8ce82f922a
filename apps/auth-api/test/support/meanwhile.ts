/** Makes a change right before a method of the server is called the next time, as another request may. */
export function before<Name extends string, Called extends Record<Name, (...parameters: never[]) => Promise<unknown>>>(
  owner: Called,
  name: Name,
  change: () => Promise<unknown>,
): void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const call = owner[name].bind(owner);
  const changed = async (...parameters: never[]) => {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
    await change();
    return call(...parameters);
  };
  Object.defineProperty(owner, name, { value: changed, configurable: true, writable: true });
}
