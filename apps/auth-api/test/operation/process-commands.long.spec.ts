import { readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AdminApi } from '../support/admin-api.js';
import { withSecondFactor } from '../support/authenticator.js';
import { PASSWORD } from '../support/given.js';
import { expectFirstStart, processRuns, type Shown, shownBy, signIn } from '../support/process-runs.js';

const { directory, prepare, start } = processRuns();

describe('The program, as a command on the data of a server that does not run,', () => {
  it('lets somebody back in who lost what was shown once', async () => {
    prepare();
    const early = start({}, 'db', 'password');
    expect(await early.exited).toBe(1);
    expect(early.output()).toMatch(/^There is no administrator yet/);
    const first = start();
    const lost = await expectFirstStart(first);
    first.child.kill('SIGTERM');
    await first.exited;

    const stranger = start({}, 'db', 'password', 'nobody@example.com');
    expect(await stranger.exited).toBe(1);
    expect(stranger.output()).toBe('There is no administrator nobody@example.com with a password.\n');
    const commands = [start({}, 'db', 'password')];
    expect(await commands[0]!.exited).toBe(0);
    commands.push(start({}, 'db', 'master-token'));
    expect(await commands[1]!.exited).toBe(0);
    const found = shownBy(commands.map((command) => command.output()).join(''));
    const configured = start({ PASSANT_MASTER_TOKEN: found.masterToken! }, 'db', 'master-token');
    expect(await configured.exited).toBe(1);

    const second = start();
    const url = await second.ready;
    const statuses = async ({ password, masterToken }: Shown) => [
      (await signIn(url, 'admin@passant.local', password!)).status,
      (await fetch(`${url}/oauth/clients`, { headers: { authorization: `Bearer ${masterToken}` } })).status,
    ];
    expect(await statuses(lost)).toEqual([401, 401]);
    expect(await statuses(found)).toEqual([200, 200]);
  });

  it('adds and lists administrators by commands, for when nobody can invite them', async () => {
    prepare();
    const command = async (...args: string[]) => {
      const run = start({}, 'db', ...args);
      return { code: await run.exited, output: run.output() };
    };
    const added = await command('administrator', 'Second@example.com', 'Auditor');
    expect(added.code).toBe(0);
    expect((await command('administrators')).output).toMatch(/^second@example\.com {2}Auditor$/m);
    const again = await command('administrator', 'second@example.com', 'Admin');
    expect(again).toEqual({ code: 1, output: 'There is an administrator second@example.com already.\n' });
    for (const args of [[], ['nobody', 'Admin'], ['a@b.example', 'Root'], ['a@b.example', 'Admin', 'more']]) {
      const refused = await command('administrator', ...args);
      expect(refused.code).toBe(1);
      expect(refused.output).toMatch(/^Name an e-mail address and a role: db administrator E-MAIL Admin\|/);
    }
    const { password } = shownBy(added.output);
    expect((await signIn(await start().ready, 'second@example.com', password!)).status).toBe(200);
  });

  it('removes a second factor by a command, for whoever lost it', async () => {
    prepare();
    const email = 'admin@example.com';
    const first = start({ PASSANT_ADMIN_EMAIL: email, PASSANT_ADMIN_PASSWORD: PASSWORD });
    const url = await first.ready;
    await withSecondFactor(Date.now, await AdminApi.signIn(url, { email, password: PASSWORD }));
    await expect(AdminApi.signIn(url, { email, password: PASSWORD })).rejects.toThrow(/second factor/);
    first.child.kill('SIGTERM');
    await first.exited;

    expect(await start({}, 'db', 'second-factor', 'Admin@example.com').exited).toBe(0);
    const again = start({}, 'db', 'second-factor', email);
    expect(await again.exited).toBe(1);
    expect(again.output()).toBe(`There is no administrator ${email} with a second factor.\n`);
    const back = await AdminApi.signIn(await start().ready, { email, password: PASSWORD });
    const { items } = await back.call('listEvents', { query: { name: 'ADMIN_SECOND_FACTOR_REMOVED' } });
    expect(items).toMatchObject([{ details: { administrator: email } }]);
  });

  it('ends every session by a command, for whoever cannot get in', async () => {
    prepare();
    const account = { PASSANT_ADMIN_EMAIL: 'admin@example.com', PASSANT_ADMIN_PASSWORD: 'correct-horse-battery' };
    const first = start(account);
    const [cookie] = (
      await signIn(await first.ready, account.PASSANT_ADMIN_EMAIL, account.PASSANT_ADMIN_PASSWORD)
    ).headers
      .get('set-cookie')!
      .split(';');
    const statusAt = async (url: string) =>
      (await fetch(`${url}/admin/api/v1/session`, { headers: { cookie: cookie! } })).status;
    expect(await statusAt(await first.ready)).toBe(200);
    first.child.kill('SIGTERM');
    await first.exited;

    const command = start({}, 'db', 'end-sessions');
    expect(await command.exited).toBe(0);
    expect(command.output()).toContain('Sessions that ended: 1.');
    expect(await statusAt(await start().ready)).toBe(401);
  });

  it('changes the master key that it drew, and goes on where such a change was ended', async () => {
    prepare();
    const account = { PASSANT_ADMIN_EMAIL: 'admin@example.com', PASSANT_ADMIN_PASSWORD: 'correct-horse-battery' };
    const first = start(account);
    await first.ready;
    first.child.kill('SIGTERM');
    await first.exited;
    const file = (name: string) => join(directory(), name);
    const keys = () => readdirSync(directory()).filter((name) => name.startsWith('master-key')).sort(); // prettier-ignore
    const before = readFileSync(file('master-key'), 'utf8');

    const command = start({}, 'db', 'master-key');
    expect(await command.exited).toBe(0);
    expect(command.output()).toContain('Nothing is left under the previous master key.\nDone: master-key.\n');
    expect(keys()).toEqual(['master-key', 'master-key-previous']);
    expect(keys().map((name) => statSync(file(name)).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(readFileSync(file('master-key-previous'), 'utf8')).toBe(before);
    const after = readFileSync(file('master-key'), 'utf8');
    expect(after).not.toBe(before);

    // The state that remains if the command is killed before it has renamed the files.
    renameSync(file('master-key'), file('master-key-next'));
    renameSync(file('master-key-previous'), file('master-key'));
    const second = start();
    expect((await signIn(await second.ready, 'admin@example.com', 'correct-horse-battery')).status).toBe(200);
    second.child.kill('SIGTERM');
    await second.exited;
    const again = start({}, 'db', 'master-key');
    expect(await again.exited).toBe(0);
    expect(again.output()).toContain('The master key was changed before. Left under the previous one: 0.');
    expect([readFileSync(file('master-key'), 'utf8'), keys()]).toEqual([after, ['master-key', 'master-key-previous']]);

    rmSync(file('master-key-previous'));
    expect((await fetch(`${await start().ready}/health/ready`)).status).toBe(200);
  });
});
