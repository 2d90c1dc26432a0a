/** Messages for refusals of the layers around a backend. */
export const layerSentences = {
  'layer.unsafe-path': 'The path “{path}” has a part that can’t be a name.',
  'layer.read-only': 'This mount can only be read.',
  'layer.unchangeable-property': 'The property “{property}” can’t be changed here.',
  'layer.injected-fault': 'A fault was injected at “{path}” on purpose.',

  'health.slow-down': '“{mount}” asked too often to slow down. The next try is in {seconds} s.',
  'health.silent': '“{mount}” stopped answering. The next try is in {seconds} s.',

  'timeout.answer': 'The server did not answer for {seconds} s.',
  'timeout.listing': 'The server did not send the next part of the listing for {seconds} s.',
  'timeout.bytes': 'The server did not send the next bytes for {seconds} s.',
  'timeout.upload': 'The server did not accept the bytes for {seconds} s.',
  'timeout.open': 'The mount could not be opened within {seconds} s.',

  'quota.bytes': 'This mount has no space for this. Its quota is {bytes:count} bytes.',
  'quota.files': 'This mount has no space for this. Its quota is {files:count} file{files:s}.',
  'quota.both': 'This mount has no space for this. Its quota is {bytes:count} bytes and {files:count} file{files:s}.',

  'share.one-target': 'A link for uploads needs one folder, or the name of one file.',
  'share.special':
    '{what:file} is not a file or a folder. If it is a symbolic link, share the file or folder that it points to.',
} as const
