import { describe, expect, it } from 'vitest'
import { createRedact, secretsIn } from './redact.ts'

/** A secret that must not appear in any of the forms below. */
const secret = 'hUnT3r/2+x=Zq'
const plain = createRedact([])

const shapes: Readonly<Record<string, string>> = {
  'a signed S3 link': `GET https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4&X-Amz-Signature=${secret}&X-Amz-Date=1`,
  'a security token in a link': `https://b.s3.amazonaws.com/k?X-Amz-Security-Token=${secret}`,
  'an Azure SAS': `https://a.blob.core.windows.net/c/b?sv=2024&sp=r&sig=${secret}&se=2026`,
  'an Azure SAS by itself': `sv=2024-01-01&sig=${secret}`,
  'an Authorization header': `authorization: AWS4-HMAC-SHA256 Credential=${secret}/x, Signature=${secret}`,
  'an Authorization header in JSON': `{"Authorization":"Bearer ${secret}","host":"x"}`,
  'a bearer token': `the server said no to Bearer ${secret}`,
  'basic credentials': `Basic ${secret}abc`,
  'userinfo in a URL': `can't reach https://alice:${secret}@files.example.org/x`,
  'userinfo of one part': `sftp://${encodeURIComponent(secret)}@files.example.org`,
  'a connection string': `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret};EndpointSuffix=x`,
  'a shared access signature': `SharedAccessSignature=sv=1&sig=${secret}`,
  'a key in PEM': `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n${secret}\n-----END OPENSSH PRIVATE KEY-----`,
  'a key in PEM, cut off': `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n`,
  'a property of JSON': `{"secretAccessKey": "${secret}", "region": "eu"}`,
  'a line of YAML': `  password: ${secret}\n  user: alice`,
  'a line of a config file': `aws_secret_access_key = ${secret}`,
  'a quoted value': `passphrase="${secret}"`,
  'a session token': `sessionToken: '${secret}'`,
  'a value in a query': `https://api.example.org/?access_token=${secret}`,
}

describe('redaction', () => {
  it.each(Object.entries(shapes))('removes %s', (_, text) => {
    const shown = plain(text)
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain(encodeURIComponent(secret))
    expect(shown).toContain('…')
  })

  it('removes a known secret in any encoding', () => {
    const known = 'open "sesame" & co'
    const redact = createRedact([known])
    const forms = [
      known,
      encodeURIComponent(known),
      JSON.stringify({ x: known }),
      Buffer.from(known).toString('base64'),
      Buffer.from(known).toString('base64url'),
    ]
    for (const form of forms) expect(redact(`before ${form} after`)).not.toContain('sesame')
    expect(redact(Buffer.from(known).toString('base64'))).toBe('…')
  })

  it('removes the longer of two overlapping secrets first', () => {
    expect(createRedact(['abcd', 'abcdefgh'])('x abcdefgh y')).toBe('x … y')
  })

  it('keeps ordinary words', () => {
    const sentences = [
      'Nothing is at “secret plans.txt”.',
      'Your key may not list this bucket: it lacks the right s3:ListBucket.',
      'The secret key does not belong to the access key. Check secretAccessKey.',
      'box:2222 did not let alice sign in with a password, nor with a key.',
      'https://files.example.org/a/b?list-type=2&prefix=x',
      'the file tokens.json, 12:30',
    ]
    for (const sentence of sentences) expect(plain(sentence)).toBe(sentence)
  })

  it('finishes quickly on long and unusual text', () => {
    const long = `${'a:'.repeat(50_000)}${'password'.repeat(5000)}`
    expect(plain(long).length).toBeLessThanOrEqual(20_001)
  })

  it('finds the secrets of a mount by their keys', () => {
    const config = {
      host: 'files.example.org',
      user: 'alice',
      password: 'one1',
      nested: { secretAccessKey: 'two2', accessKeyId: 'AKID', list: [{ sasToken: 'three3' }] },
      privateKey: '/home/alice/.ssh/id',
      connectionString: 'four4',
    }
    expect(secretsIn(config)).toEqual(['one1', 'two2', 'three3', 'four4'])
  })
})
