/** Texts about the cached data of remote mounts. */
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
