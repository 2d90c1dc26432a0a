/** Texts of plugins. */
export const pluginsTexts = {
  'settings.group.plugins': 'Plugins',
  'plugins.about':
    'Plugins bring kinds of storage and rules for skipping that Portolan does not have. They are ES modules in a folder of their own.',
  'plugins.none': 'No plugin is in the folder.',
  'plugins.list': 'Plugins in the folder',
  'plugins.off': 'off',
  'plugins.on': 'on',
  'plugins.changed': 'Off, as its files changed since it was enabled.',
  'plugins.type': 'type {{name}}',
  'plugins.rule': 'rule @{{name}}',
  'plugins.brings': 'Brings {{what}}',
  'plugins.enable': 'Enable…',
  'plugins.enable-of': 'Enable {{name}}…',
  'plugins.disable-of': 'Disable {{name}}',
  'plugins.disable': 'Disable',
  'plugins.warning':
    '“{{name}}” runs with your rights: it can read your files and send them anywhere. Enable it only if you trust whoever wrote it.',
  'plugins.enable-now': 'Enable it',
  'plugins.cancel': 'Cancel',
  'plugins.open-folder': 'Open the folder',
  'plugins.copy-folder': 'Copy the path of the folder',
  'plugins.look-again': 'Look again',
} as const
