/** A request to the system's keychain. */
export type KeychainTask =
  | { readonly kind: 'get'; readonly account: string }
  | { readonly kind: 'set'; readonly account: string; readonly text: string }
  | { readonly kind: 'remove'; readonly account: string }

export type KeychainAnswer = { readonly text?: string } | { readonly error: string }

const service = 'Portolan'

/**
 * Queries the keychain. Never throws; may wait for a user at a prompt. On Linux it requires the Secret Service, because
 * the library would otherwise use the kernel's keyring, which loses everything on a reboot.
 */
export async function runKeychainTask(task: KeychainTask): Promise<KeychainAnswer> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    const entry = new AsyncEntry(service, task.account, { linux: { store: 'secret-service' } })
    if (task.kind === 'set') await entry.setSecret(Buffer.from(task.text, 'utf8'))
    if (task.kind === 'remove') await entry.deleteCredential()
    if (task.kind !== 'get') return {}
    const bytes = await entry.getSecret()
    return bytes ? { text: Buffer.from(bytes).toString('utf8') } : {}
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
