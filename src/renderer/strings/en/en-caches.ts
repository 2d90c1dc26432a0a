/** Texts of what is kept of mounts that are elsewhere. */
export const cachesTexts = {
  'status.as-of': 'as of {{time}}',
  'status.not-reached': 'can’t be reached',
  'caches.title': 'Kept on this computer',
  'caches.mount': 'Mount',
  'caches.folders': 'Folders',
  'caches.files': 'Files',
  'caches.hits': 'Served from here',
  'caches.saved': 'Downloads saved',
  'caches.rate': '{{hits}} of {{all}}',
  'caches.size': '{{n}} · {{size}}',
  'caches.clear': 'Clear the cache',
} as const
