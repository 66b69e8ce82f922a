/** Generates a certificate authority and a certificate for the given host names, and prints both as JSON. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

x509.cryptoProvider.set(webcrypto);
const drawKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const notBefore = new Date(Date.now() - DAY);
const notAfter = new Date(Date.now() + DAY);

const authorityKeys = await drawKeys();
const authority = await x509.X509CertificateGenerator.createSelfSigned({
  serialNumber: '01',
  name: 'CN=Authority of this run',
  ...{ notBefore, notAfter },
  signingAlgorithm: ALGORITHM,
  keys: authorityKeys,
  extensions: [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
  ],
});

const names = process.argv.slice(2);
const keys = await drawKeys();
const certificate = await x509.X509CertificateGenerator.create({
  serialNumber: '02',
  subject: `CN=${names[0]}`,
  issuer: authority.subject,
  ...{ notBefore, notAfter },
  signingAlgorithm: ALGORITHM,
  publicKey: keys.publicKey,
  signingKey: authorityKeys.privateKey,
  extensions: [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      ...names.map((value) => ({ type: 'dns', value })),
      { type: 'ip', value: '127.0.0.1' },
    ]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
  ],
});

const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
console.log(JSON.stringify({ authority: authority.toString('pem'), certificate: certificate.toString('pem'), key }));
