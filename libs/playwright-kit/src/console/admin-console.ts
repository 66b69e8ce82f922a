import { type Locator, type Page, expect } from '@playwright/test';

/** The console as administrators use it. */
export class AdminConsole {
  /** @param url origin of the server, where the project's `baseURL` is another */
  constructor(
    readonly page: Page,
    private readonly url = '',
  ) {}

  /** Whatever language the browser asks for, the console's pages are known here by their English names. */
  async speakEnglish(): Promise<void> {
    await this.page.addInitScript((url) => {
      if (location.origin === url)
        localStorage.setItem('passant-language', localStorage.getItem('passant-language') ?? 'en');
    }, this.url);
  }

  async signIn(administrator: { email: string; password: string }): Promise<void> {
    await this.page.goto(`${this.url}/admin/`);
    await this.fillSignIn(administrator.email, administrator.password);
    await expect(this.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  }

  async fillSignIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Opens a Configuration page by its name in the navigation. */
  async openConfiguration(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Configuration' }).click();
    await this.page.getByRole('navigation', { name: 'Configuration' }).getByRole('link', { name }).click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** Creates a ONE_STEP provider with a complete script. */
  async createProvider(provider: { identifier: string; name: string; complete: string }): Promise<void> {
    await this.openConfiguration('Identity providers');
    await this.page
      .getByRole('link', { name: 'Create identity provider' })
      .or(this.createButton('identity provider'))
      .first()
      .click();
    await this.page.getByRole('textbox', { name: 'Identifier' }).fill(provider.identifier);
    await this.page.getByLabel('Name', { exact: true }).fill(provider.name);
    await this.page.getByText('One step', { exact: true }).click();
    await this.replaceScript(provider.complete);
    await this.createButton('identity provider').click();
    await expect(this.page.getByRole('heading', { name: provider.name, level: 1 })).toBeVisible();
  }

  /** Replaces the text of the script editor that is shown. */
  async replaceScript(text: string): Promise<void> {
    const editor = this.page.locator('.cm-content');
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
    await expect(editor).toContainText(text.split('\n')[0]!.trim());
  }

  /** Adds a property to the form of a provider. */
  async addProperty(name: string, value: string, { sensitive = false } = {}): Promise<void> {
    await this.page.getByRole('button', { name: 'Add property' }).click();
    await this.page
      .getByRole('textbox', { name: /^Name of property/ })
      .last()
      .fill(name);
    if (sensitive) await this.page.getByRole('checkbox', { name: `${name} is sensitive` }).check();
    await this.page.getByLabel(`Value of ${name}`).fill(value);
  }

  /** Creates a mobile application that is linked to providers. */
  async createApplication(application: {
    identifier: string;
    name: string;
    scopes: string[];
    providers: string[];
  }): Promise<void> {
    await this.openConfiguration('Applications');
    await this.page
      .getByRole('link', { name: 'Create application' })
      .or(this.createButton('application'))
      .first()
      .click();
    await this.page.getByRole('textbox', { name: 'Identifier' }).fill(application.identifier);
    await this.page.getByLabel('Name', { exact: true }).fill(application.name);
    for (const scope of application.scopes) {
      await this.page.getByRole('combobox', { name: 'Default scopes' }).fill(scope);
      await this.page.keyboard.press('Enter');
    }
    for (const provider of application.providers) {
      await this.page.getByRole('combobox', { name: 'Linked identity providers' }).click();
      await this.page.getByRole('option', { name: new RegExp(provider) }).click();
      await this.page.keyboard.press('Escape');
    }
    await this.createButton('application').click();
    await expect(this.page.getByRole('heading', { name: application.name, level: 1 })).toBeVisible();
  }

  /** Opens a page of the top bar by its name. */
  async openTopPage(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** Opens the form of an application. */
  async openApplication(name: string): Promise<void> {
    await this.openConfiguration('Applications');
    await this.page.getByRole('link', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** A switch in the section *User authentication*. */
  authenticationSwitch(name: string): Locator {
    return this.page.getByRole('switch', { name, exact: true });
  }

  statelessSwitch(): Locator {
    return this.authenticationSwitch('Stateless authentication');
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save changes' }).click();
    await expect(this.page.getByRole('region', { name: 'Unsaved changes' })).toBeHidden();
  }

  /** Saves a form in which the switch for stateless authentication was toggled: a dialog shows the changes first. */
  async saveConfirming(...expected: string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Save changes' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Save these changes?' });
    for (const row of expected) await expect(dialog.getByRole('row', { name: row })).toBeVisible();
    await dialog.getByRole('button', { name: 'Confirm and save' }).click();
    await expect(this.page.getByRole('region', { name: 'Unsaved changes' })).toBeHidden();
  }

  /** Looks up a person by their exact identifier. */
  async findUser(id: string): Promise<void> {
    await this.openTopPage('Users');
    await this.page.getByRole('textbox', { name: 'User id' }).fill(id);
    await this.page.getByRole('button', { name: 'Find' }).click();
  }

  /** Reads the secret that a dialog shows only once, and closes the dialog. */
  async readSecret(): Promise<string> {
    // Located by role: while the form is still there, one of its options has the same name.
    const shown = this.page.getByRole('textbox', { name: 'Client secret', exact: true });
    const secret = (await shown.textContent())!.trim();
    await this.page.getByRole('button', { name: 'Done, I have copied it' }).click();
    return secret;
  }

  /** Creates an initial access token and reads it from the screen, as an administrator would to hand it on. */
  async createInitialAccessToken(applicationName: string): Promise<string> {
    await this.openConfiguration('Initial access tokens');
    await this.createButton('token', 'Create token').first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Application' }).click();
    await this.page.getByRole('option', { name: new RegExp(applicationName) }).click();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const token = (await this.page.getByLabel('Initial access token', { exact: true }).textContent())!.trim();
    await this.page.getByRole('button', { name: 'Done, I have copied it' }).click();
    return token;
  }

  /** Creates an API client that may introspect, and reads its credentials from the screen. */
  async createApiClient(name: string, clientId: string): Promise<{ clientId: string; secret: string }> {
    await this.openConfiguration('API clients');
    await this.createButton('API client').first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Client id').fill(clientId);
    await dialog.getByRole('checkbox', { name: /Token introspection/ }).check();
    await dialog.getByRole('button', { name: 'Create API client' }).click();
    return { clientId, secret: await this.readSecret() };
  }

  private createButton(what: string, name = `Create ${what}`): Locator {
    return this.page.getByRole('button', { name });
  }
}
