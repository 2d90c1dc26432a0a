/**
 * Every command of the window as plain data. The window's keys, palette and buttons use it, and so does the desktop's
 * application menu, which runs a command by sending its id. The window implements the commands.
 * Keys are written as `Ctrl+Shift+K`; Ctrl stands for Cmd on a Mac. A key of `scope: 'files'` works only while a file
 * list has the focus, so the same key can be typed elsewhere. A key of `scope: 'outside-text'` works unless a text
 * field has the focus.
 */
export type CommandMenu = 'file' | 'select' | 'go' | 'mount' | 'transfer' | 'view' | 'help'

interface CommandData {
  readonly title: string
  readonly menu: CommandMenu
  readonly keys: readonly string[]
  readonly scope: 'window' | 'files' | 'outside-text'
}

export const commandList = {
  'file.open': { title: 'Open', menu: 'file', keys: ['Enter'], scope: 'files' },
  'file.open-other': { title: 'Open in the other pane', menu: 'file', keys: ['Ctrl+Enter'], scope: 'files' },
  'file.open-tab': { title: 'Open in a new tab', menu: 'file', keys: [], scope: 'window' },
  'file.edit': { title: 'Edit', menu: 'file', keys: ['F4'], scope: 'files' },
  'file.edit-here': { title: 'Edit here', menu: 'file', keys: ['Ctrl+Alt+E'], scope: 'files' },
  'file.new-folder': { title: 'New folder…', menu: 'file', keys: ['F7'], scope: 'window' },
  'file.new-file': { title: 'New file…', menu: 'file', keys: ['Shift+F4'], scope: 'window' },
  'file.clip-copy': { title: 'Copy', menu: 'file', keys: ['Ctrl+C'], scope: 'files' },
  'file.clip-cut': { title: 'Cut', menu: 'file', keys: ['Ctrl+X'], scope: 'files' },
  'file.paste': { title: 'Paste', menu: 'file', keys: ['Ctrl+V'], scope: 'files' },
  'file.duplicate': { title: 'Duplicate', menu: 'file', keys: ['Shift+F5'], scope: 'window' },
  'file.rename': { title: 'Rename', menu: 'file', keys: ['F2'], scope: 'window' },
  'file.rename-many': { title: 'Rename by a pattern…', menu: 'file', keys: ['Shift+F2'], scope: 'window' },
  'file.copy': { title: 'Copy to the other pane…', menu: 'file', keys: ['F5'], scope: 'window' },
  'file.copy-here': { title: 'Copy here from the other pane…', menu: 'file', keys: [], scope: 'window' },
  'file.move': { title: 'Move to the other pane…', menu: 'file', keys: ['F6'], scope: 'window' },
  'file.delete': { title: 'Delete…', menu: 'file', keys: ['F8', 'Delete'], scope: 'files' },
  'file.delete-for-ever': { title: 'Delete permanently…', menu: 'file', keys: ['Shift+Delete'], scope: 'files' },
  'file.upload': { title: 'Upload files…', menu: 'file', keys: [], scope: 'window' },
  'file.upload-folder': { title: 'Upload a folder…', menu: 'file', keys: [], scope: 'window' },
  'file.download': { title: 'Download', menu: 'file', keys: ['Ctrl+D'], scope: 'files' },
  'file.download-to': { title: 'Download to…', menu: 'file', keys: [], scope: 'window' },
  'file.look': { title: 'Quick look', menu: 'file', keys: ['Space', 'F3'], scope: 'files' },
  'file.facts': { title: 'Show facts', menu: 'file', keys: [], scope: 'files' },
  'file.properties': { title: 'Properties…', menu: 'file', keys: ['Alt+Enter'], scope: 'files' },
  'file.permissions': { title: 'Permissions…', menu: 'file', keys: [], scope: 'window' },
  'file.checksums': { title: 'Checksums…', menu: 'file', keys: [], scope: 'window' },
  'file.verify-checksums': { title: 'Verify checksums…', menu: 'file', keys: [], scope: 'window' },
  'file.versions': { title: 'Versions', menu: 'file', keys: ['Ctrl+Shift+E'], scope: 'window' },
  'file.restore': { title: 'Restore…', menu: 'file', keys: ['Ctrl+Backspace'], scope: 'files' },
  'file.compare': { title: 'Compare with the other pane…', menu: 'file', keys: ['Ctrl+Shift+D'], scope: 'window' },
  'sync.compare': { title: 'Compare the two panes…', menu: 'file', keys: ['Ctrl+Shift+K'], scope: 'window' },
  'sync.pairs': { title: 'Sync pairs…', menu: 'file', keys: ['Ctrl+Shift+L'], scope: 'window' },
  'file.keep-versions': { title: 'Keep versions of this folder…', menu: 'file', keys: [], scope: 'window' },
  'file.query': { title: 'Query with SQL…', menu: 'file', keys: [], scope: 'window' },
  'file.share': { title: 'Share…', menu: 'file', keys: ['Ctrl+Shift+S'], scope: 'window' },
  'file.browse-archive': { title: 'Browse as archive', menu: 'file', keys: ['Alt+PageDown'], scope: 'files' },
  'file.compress': { title: 'Compress to zip…', menu: 'file', keys: ['Alt+F5'], scope: 'files' },
  'file.join': { title: 'Join files…', menu: 'file', keys: [], scope: 'window' },
  'file.save-differences': { title: 'Save differences…', menu: 'file', keys: [], scope: 'window' },
  'file.extract-here': { title: 'Extract here', menu: 'file', keys: [], scope: 'window' },
  'file.extract-to': { title: 'Extract to the other pane…', menu: 'file', keys: ['Alt+F9'], scope: 'window' },
  'file.copy-location': { title: 'Copy the location as text', menu: 'file', keys: ['Ctrl+Shift+C'], scope: 'window' },
  'file.show-in-folder': { title: 'Show in the system’s file manager', menu: 'file', keys: [], scope: 'window' },
  'tab.new': { title: 'New tab', menu: 'file', keys: ['Ctrl+T', 'Alt+T'], scope: 'window' },
  'tab.close': { title: 'Close tab', menu: 'file', keys: ['Ctrl+W', 'Alt+W'], scope: 'window' },
  'tab.reopen': { title: 'Reopen closed tab', menu: 'file', keys: ['Ctrl+Shift+T', 'Alt+Shift+T'], scope: 'window' },
  'tab.close-others': { title: 'Close other tabs', menu: 'file', keys: [], scope: 'window' },

  'select.toggle': { title: 'Select or unselect', menu: 'select', keys: ['Ctrl+Space'], scope: 'files' },
  'select.mark': { title: 'Select and go down', menu: 'select', keys: ['Insert'], scope: 'files' },
  'select.all': { title: 'Select all', menu: 'select', keys: ['Ctrl+A'], scope: 'files' },
  'select.none': { title: 'Clear the selection', menu: 'select', keys: ['Escape'], scope: 'files' },
  'select.invert': { title: 'Invert the selection', menu: 'select', keys: ['*'], scope: 'files' },
  'select.add-pattern': { title: 'Select by pattern…', menu: 'select', keys: ['+'], scope: 'files' },
  'select.remove-pattern': { title: 'Unselect by pattern…', menu: 'select', keys: ['-'], scope: 'files' },

  'find.below': { title: 'Find below here…', menu: 'go', keys: ['Ctrl+F'], scope: 'window' },
  'find.keep': { title: 'Keep search results as a tab', menu: 'go', keys: [], scope: 'window' },
  'find.show-in-folder': { title: 'Show in its folder', menu: 'go', keys: ['Ctrl+Shift+F'], scope: 'window' },

  'go.up': { title: 'Parent folder', menu: 'go', keys: ['Alt+ArrowUp', 'Backspace'], scope: 'files' },
  'go.back': { title: 'Back', menu: 'go', keys: ['Alt+ArrowLeft'], scope: 'window' },
  'go.forward': { title: 'Forward', menu: 'go', keys: ['Alt+ArrowRight'], scope: 'window' },
  'go.location': { title: 'Edit the location', menu: 'go', keys: ['Ctrl+L'], scope: 'window' },
  'go.palette': { title: 'Go to a place or run a command…', menu: 'go', keys: ['Ctrl+K'], scope: 'window' },
  'go.other-pane': { title: 'Other pane', menu: 'go', keys: ['Tab'], scope: 'files' },
  'go.next-region': { title: 'Next part of the window', menu: 'go', keys: ['Ctrl+F6'], scope: 'window' },
  'go.previous-region': { title: 'Previous part of the window', menu: 'go', keys: ['Ctrl+Shift+F6'], scope: 'window' },
  'go.next-tab': { title: 'Next tab', menu: 'go', keys: ['Ctrl+Tab', 'Ctrl+PageDown'], scope: 'window' },
  'go.previous-tab': { title: 'Previous tab', menu: 'go', keys: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'], scope: 'window' },
  'go.same-folder': { title: 'Show this folder in both panes', menu: 'go', keys: ['Ctrl+\\'], scope: 'window' },
  'go.swap': { title: 'Swap the panes', menu: 'go', keys: ['Ctrl+U'], scope: 'window' },
  'go.pin': { title: 'Pin or unpin this folder', menu: 'go', keys: ['Ctrl+Alt+P'], scope: 'window' },
  'workspace.list': { title: 'Workspaces…', menu: 'go', keys: ['Ctrl+Alt+W'], scope: 'window' },
  'go.add-mount': { title: 'Add a mount…', menu: 'go', keys: [], scope: 'window' },

  'mount.edit': { title: 'Edit mount…', menu: 'mount', keys: [], scope: 'window' },
  'mount.duplicate': { title: 'Duplicate mount…', menu: 'mount', keys: [], scope: 'window' },
  'mount.color': { title: 'Colour of the mount…', menu: 'mount', keys: [], scope: 'window' },
  'mount.read-only': { title: 'Read-only mount', menu: 'mount', keys: [], scope: 'window' },
  'mount.history': { title: 'History of the mount…', menu: 'mount', keys: [], scope: 'window' },
  'mount.move-up': { title: 'Move mount up', menu: 'mount', keys: [], scope: 'window' },
  'mount.move-down': { title: 'Move mount down', menu: 'mount', keys: [], scope: 'window' },
  'mount.move-secrets': { title: 'Move the mount’s secrets…', menu: 'mount', keys: [], scope: 'window' },
  'mount.unlock': { title: 'Unlock the encrypted file…', menu: 'mount', keys: [], scope: 'window' },
  'mount.give-secrets': { title: 'Enter the secret for this session…', menu: 'mount', keys: [], scope: 'window' },
  'mount.trust': { title: 'Trust the server…', menu: 'mount', keys: [], scope: 'window' },
  'mount.remove': { title: 'Remove mount…', menu: 'mount', keys: [], scope: 'window' },

  'transfer.show': { title: 'Go to the transfers', menu: 'transfer', keys: ['Ctrl+J'], scope: 'window' },
  'transfer.answer': { title: 'Answer the next question…', menu: 'transfer', keys: ['Ctrl+Shift+A'], scope: 'window' },
  'transfer.pause-all': { title: 'Pause all transfers', menu: 'transfer', keys: ['Ctrl+Shift+P'], scope: 'window' },
  'transfer.resume-all': { title: 'Resume all transfers', menu: 'transfer', keys: ['Ctrl+Shift+U'], scope: 'window' },
  'transfer.retry-failed': { title: 'Retry failed items', menu: 'transfer', keys: [], scope: 'window' },
  'transfer.repeat-last': { title: 'Repeat the last copy', menu: 'transfer', keys: [], scope: 'window' },
  'transfer.undo': { title: 'Undo', menu: 'transfer', keys: ['Ctrl+Z'], scope: 'outside-text' },
  'transfer.report-last': {
    title: 'Report of the last transfer',
    menu: 'transfer',
    keys: ['Ctrl+Shift+R'],
    scope: 'window',
  },
  'transfer.history': { title: 'History of transfers…', menu: 'transfer', keys: ['Ctrl+Shift+O'], scope: 'window' },

  'view.refresh': { title: 'Refresh', menu: 'view', keys: ['Ctrl+R'], scope: 'window' },
  'view.filter': { title: 'Filter', menu: 'view', keys: ['/'], scope: 'files' },
  'view.hidden': { title: 'Hidden files', menu: 'view', keys: ['Ctrl+H'], scope: 'window' },
  'view.pictures': { title: 'As pictures', menu: 'view', keys: ['Ctrl+Alt+G'], scope: 'window' },
  'view.picture-size': { title: 'Next size of pictures', menu: 'view', keys: ['Ctrl+Alt+Shift+G'], scope: 'window' },
  'view.flat': { title: 'All files below here', menu: 'view', keys: ['Ctrl+Alt+B'], scope: 'window' },
  'view.sidebar': { title: 'Sidebar', menu: 'view', keys: ['Ctrl+B'], scope: 'window' },
  'view.one-pane': { title: 'One pane or two', menu: 'view', keys: ['Ctrl+Alt+O'], scope: 'window' },
  'view.inspector': { title: 'Inspector', menu: 'view', keys: ['Ctrl+I'], scope: 'window' },
  'view.space': { title: 'Disk usage…', menu: 'view', keys: ['Ctrl+Alt+S'], scope: 'window' },
  'view.folder-sizes': { title: 'Folder sizes', menu: 'view', keys: ['Ctrl+Alt+Z'], scope: 'window' },
  'view.as-it-was': { title: 'As it was…', menu: 'view', keys: ['Ctrl+Shift+B'], scope: 'window' },
  'view.now': { title: 'Back to now', menu: 'view', keys: [], scope: 'window' },
  'view.deleted': { title: 'Show deleted', menu: 'view', keys: ['Ctrl+Shift+H'], scope: 'window' },
  'view.links': { title: 'All links…', menu: 'view', keys: [], scope: 'window' },
  'view.container': { title: 'Bucket settings…', menu: 'view', keys: [], scope: 'window' },
  'view.edits': { title: 'Files being edited…', menu: 'view', keys: [], scope: 'window' },
  'view.activity': { title: 'Activity…', menu: 'view', keys: ['Ctrl+Shift+Y'], scope: 'window' },
  'view.settings': { title: 'Settings…', menu: 'view', keys: ['Ctrl+,'], scope: 'window' },
  'help.shortcuts': { title: 'Keyboard shortcuts', menu: 'help', keys: ['F1'], scope: 'window' },
} as const satisfies Record<string, CommandData>

export type CommandId = keyof typeof commandList
export const commandIds = Object.keys(commandList) as readonly CommandId[]

export function isCommandId(id: unknown): id is CommandId {
  return typeof id === 'string' && Object.hasOwn(commandList, id)
}
