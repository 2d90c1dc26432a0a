/** Texts for files that are edited in other programs. */
export const editsTexts = {
  'edits.title': 'Files being edited',
  'edits.about':
    'When you save in the other program, Portolan uploads the file. Until then, it is kept on this computer.',
  'edits.none': 'No remote file is open in another program.',
  'edits.is-large':
    'This remote file has {{size}}, so it is shown here. “Edit” (F4) downloads it and opens it in its program.',
  'edits.no-size':
    'The size of this file is unknown, so it is shown here. “Edit” (F4) downloads it and opens it in its program.',
  'edits.would-run': 'Opening this file would run it, so it is shown here. Copy it to this computer to run it.',
  'edits.opening': 'Downloading “{{name}}”…',
  'edits.stored': 'Saved “{{name}}” to {{place}}',
  'edits.decide': 'Decide…',
  'edits.state.open': 'All changes are uploaded.',
  'edits.state.storing': 'Uploading…',
  'edits.state.changed': 'Someone else changed the file meanwhile. Your copy is not uploaded.',
  'edits.state.gone': 'The file was deleted or moved meanwhile. Your copy is not uploaded.',
  'edits.state.failed': 'Your copy could not be uploaded: {{why}}',
  'edits.state.left': 'Saved before the last restart and not uploaded.',
  'edits.notice.changed': '“{{name}}” was changed by someone else while you edited it.',
  'edits.notice.gone': '“{{name}}” was deleted or moved while you edited it.',
  'edits.notice.failed': '“{{name}}” is saved on this computer only: {{why}}',
  'edits.notice.left': '“{{name}}” was saved before the last restart and not uploaded.',
  'edits.copy-at': 'Copy: {{path}}',
  'edits.over': 'Overwrite',
  'edits.over-gone': 'Save it again',
  'edits.beside': 'Save as a new file',
  'edits.again': 'Upload now',
  'edits.discard': 'Discard the copy',
  'edits.sure': 'Discard permanently',
} as const
