/** Texts that the window needs before the rest of its code is loaded. */
export const firstTexts = {
  'app.name': 'Portolan',
  'app.broken.title': 'The window stopped because of a fault',
  'app.broken.advice': 'Transfers continue. Reload the window; your tabs are kept.',
  'app.broken.reload': 'Reload',
  'connection.connecting': 'Connecting to Portolan…',
  'connection.lost': 'Portolan stopped answering. Reconnecting…',
  'connection.try-now': 'Try now',
  'connection.refused.title': 'This page has no session',
  'connection.refused.advice': 'Open the address that “portolan serve” printed at its last start.',
} as const
