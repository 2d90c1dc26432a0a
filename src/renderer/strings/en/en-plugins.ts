/** Texts of plugins. */
export const pluginsTexts = {
  'settings.group.plugins': 'Plugins',
  'plugins.about': 'Plugins add kinds of storage and skip rules. Each plugin is a folder with ES modules.',
  'plugins.none': 'There are no plugins in the folder.',
  'plugins.list': 'Plugins in the folder',
  'plugins.off': 'off',
  'plugins.on': 'on',
  'plugins.changed': 'Off, because its files changed after it was enabled.',
  'plugins.type': 'type {{name}}',
  'plugins.rule': 'rule @{{name}}',
  'plugins.brings': 'Adds {{what}}',
  'plugins.enable': 'Enable…',
  'plugins.enable-of': 'Enable {{name}}…',
  'plugins.disable-of': 'Disable {{name}}',
  'plugins.disable': 'Disable',
  'plugins.warning':
    '“{{name}}” runs with your rights: it can read your files and send them anywhere. Enable it only if you trust its author.',
  'plugins.enable-now': 'Enable it',
  'plugins.cancel': 'Cancel',
  'plugins.open-folder': 'Open the folder',
  'plugins.copy-folder': 'Copy the path of the folder',
  'plugins.look-again': 'Refresh',
} as const
