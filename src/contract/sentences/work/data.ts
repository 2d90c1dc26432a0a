/** Messages for refusals of table queries, searches, checksum files, past mounts, edits and dropped files. */
export const dataSentences = {
  'table.one-query': 'Give one query at a time.',
  'table.only-select': 'Only queries that read are run here, such as SELECT.',
  'table.no-query': 'Enter a query.',
  'table.no-engine': 'The engine for tables is not installed here. Run “npm install @duckdb/node-api” beside Portolan.',
  'table.engine-ended': 'The engine for tables ended unexpectedly. Nothing else is affected. Run the query again.',
  'table.no-result': 'The engine for tables gave no result.',
  'table.no-space': 'The disk with Portolan’s own files is full, so no more of the table could be fetched.',
  'table.changed': 'The file changed while it was read. Run the query again.',
  'table.bad-parquet': 'The Parquet file can’t be read: {detail}.',
  'table.size-unknown':
    'The size of the file is not known, so it can’t be read in parts. Copy it to this computer first.',
  'table.not-a-table': 'The name is not that of a table. Tables are CSV, TSV, JSON, JSON lines and Parquet.',
  'table.no-preview-of-zst':
    'The first rows of a .zst file can’t be shown without reading all of it. Run a query instead.',
  'table.bad-gzip': 'The file is compressed in a way that can’t be read.',
  'table.long-row': 'The first row is longer than 256 KB. Run a query instead.',
  'table.out-of-memory':
    'The query needs more memory and temporary disk space than it may use here. Ask for fewer columns or rows.',
  'table.out-of-reach':
    'The query was refused: it can only read, and only files that it names as locations after FROM or JOIN.',
  'table.path-out-of-reach':
    'Access to {path} was refused: a query can only read, and only files that it names as locations after FROM or JOIN.',
  'table.bad-csv-line': 'Line {line} can’t be read: {detail}.',
  'table.bad-csv-line-of': 'Line {line} of {file} can’t be read: {detail}.',
  'table.csv-unreadable': 'Line {line} can’t be read.',
  'table.csv-unreadable-of': 'Line {line} of {file} can’t be read.',
  'table.too-much-to-fetch':
    'The query needs {gigabytes} GB of files that are elsewhere, and at most {most} GB are fetched. Ask for fewer columns or files, or copy them to this computer.',
  'table.too-many-files': 'More than {most:count} files match. Name fewer files with a folder or a pattern.',
  'table.no-this': 'No file or folder is selected, so “this” has no meaning here.',
  'table.bad-location': '“{text}” is not a location. Write it as ‘mount:path’, such as ‘Home:data/*.csv’.',
  'table.several-formats':
    'The files at {place} are of several kinds: {formats}. Name one kind with a pattern such as ‘…/*.csv’.',
  'table.unknown-format':
    'The name {place} is not that of a table. Known are CSV, TSV, JSON, JSON lines and Parquet. Use read_csv(‘…’) to read it all the same.',
  'table.nothing-found': 'No table was found there, and no file matches the pattern.',
  'find.no-tags': 'This place keeps no tags, so “tag:” finds nothing here.',
  'find.too-large': 'The file is larger than 100 MB, so its text was not searched.',
  'sums.no-lines': 'No line of {what:file} has a checksum and a name.',
  'sums.outside': '{what:file} names “{name}”, which is not in its folder.',
  'sums.too-large': '{what:file} is too large for a file of checksums.',
  'past.unsupported': '“{mount}” can’t be shown as it was.',
  'past.folder': '{what:file} was a folder then, not a file.',
  'past.deleted': '{what:file} was deleted and can’t be read in the past. Restore it first.',
  'past.read-only': 'This mount is shown as it was at a moment in the past, so it can only be read.',
  'edits.unknown': 'This copy no longer exists.',
  'dropped.changed': '{what:file} changed after it was first read.',
  'dropped.read-only': '{what:file} is in a browser window, so it can only be read.',
  'dropped.stopped': 'The browser stopped sending the file.',
  'dropped.other-bytes': 'The browser sent other bytes than it announced.',
  'dropped.window-gone': 'The browser window that held these files was closed. Drop them again to continue.',
} as const
