/** Messages for refusals of the places for secrets. */
export const credentialSentences = {
  'keychain.not-ours': 'The keychain entry of “{account}” was not written by Portolan.',
  'keychain.lost': 'The keychain accepted the secret but does not return it.',
  'keychain.silent':
    'The keychain does not answer. Unlock it, enter the secret for this session, or keep it in the encrypted file.',
  'keychain.locked':
    'The keychain is locked. Unlock it, enter the secret for this session, or keep it in the encrypted file.',
  'keychain.too-long': 'This secret is too long for the keychain of the system. Keep it in the encrypted file.',
  'keychain.absent':
    'No keychain can be used here. Enter the secret for this session, or keep it in the encrypted file.',

  'secret-file.locked': 'The encrypted file of secrets is locked. Enter the master password.',
  'secret-file.new': 'The encrypted file of secrets needs a master password. Choose one.',
  'secret-file.lost': 'The encrypted file accepted the secret but does not return it.',
  'secret-file.unreadable': 'The encrypted file of secrets, {path}, can’t be read.',
  'secret-file.damaged':
    'The encrypted file of secrets, {path}, is damaged or was changed by another program. Portolan does not change it.',
  'secret-file.empty-password': 'A master password can’t be empty.',
  'secret-file.wrong-password': 'This is not the master password. Nothing was changed. Try again.',
} as const
