/** What is wrong with settings and with the keys of a mount, and what the settings file explains of itself. */
export const settingSentences = {
  'setting.unknown': '“{key}” is not a setting of Portolan.',
  'setting.unknown-of': '“{key}” is not a setting of Portolan. These settings exist: {names}.',
  'setting.number': '“{key}” must be a whole number from {least} to {most}.',
  'setting.keys': '“{key}” must have a list of keys for each command, such as “file.copy: [F5]”.',
  'setting.unknown-command': '“{key}” has a command that does not exist: {command}.',
  'setting.command-keys': '“{key}” must give {command} a list of keys, such as “[F5, Ctrl+Shift+C]”.',

  'settings-file.mistake': 'The settings file {path} has a mistake, so it was not changed. {why}',
  'settings-file.mistake-at': 'The settings file {path} has a mistake in line {line}, so it was not changed. {why}',
  'settings-file.no-settings': 'This file must contain settings by name, such as “theme: dark”.',
  'settings-file.about': 'Settings of Portolan. Every open window applies a change of this file at once.',
  'settings-file.about-mistakes': 'A wrong value is not used, and the window shows a message about it.',
  'settings-file.choices': 'One of: {choices}.',
  'settings-file.range': 'From {least} to {most}.',
  'settings-file.switch': 'True or false.',
  'settings-file.keys': 'Write them as in this example.',
} as const
