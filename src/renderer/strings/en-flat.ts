/** Texts of all files below a folder in one list. */
export const flatTexts = {
  'flat.bar': 'All files below this folder',
  'flat.title': 'All files in {{place}} and below',
  'flat.close': 'Back to the folder',
  'flat.tab': 'all files below',
  'flat.nothing': 'There are no files in {{place}} or below',
  'flat.advice': 'Hidden files are among them only while hidden files are shown.',
} as const
