/** What the window says before the rest of it was fetched. */
export const firstTexts = {
  'app.name': 'Portolan',
  'app.broken.title': 'The window stopped because of a fault',
  'app.broken.advice': 'Transfers go on. Reload the window to continue; your tabs are kept.',
  'app.broken.reload': 'Reload',
  'connection.connecting': 'Connecting to Portolan…',
  'connection.lost': 'Portolan’s host stopped answering. Trying again…',
  'connection.try-now': 'Try now',
  'connection.refused.title': 'This page has no session',
  'connection.refused.advice': 'Open a new link from “portolan serve”; each start of it prints one.',
} as const
