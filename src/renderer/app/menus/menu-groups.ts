import type { CommandId } from '../../../contract/command-list.ts'
import type { MenuState } from '../../commands/window-state.ts'

/** The menus that consist of commands. */
type ListedMenu = Exclude<MenuState['kind'], 'none' | 'folders' | 'pin' | 'columns'>
type Groups = readonly (readonly CommandId[])[]

/** The commands of each menu, in groups. */
export const menuGroups: Readonly<Record<ListedMenu, Groups>> = {
  rows: [
    [
      'file.open',
      'file.open-other',
      'file.open-tab',
      'file.browse-archive',
      'file.look',
      'file.edit',
      'find.show-in-folder',
      'file.show-in-folder',
    ],
    ['file.restore'],
    [
      'file.properties',
      'file.permissions',
      'file.checksums',
      'file.verify-checksums',
      'file.versions',
      'file.compare',
      'sync.compare',
      'file.query',
      'file.share',
      'file.keep-versions',
    ],
    ['file.clip-cut', 'file.clip-copy', 'file.paste'],
    ['file.copy', 'file.move', 'file.download', 'file.download-to', 'file.duplicate', 'file.rename', 'file.delete'],
    ['file.compress', 'file.join', 'file.save-differences', 'file.extract-here', 'file.extract-to'],
    ['file.copy-location', 'view.space'],
    ['view.as-it-was', 'view.now', 'view.deleted'],
  ],
  folder: [
    ['file.paste', 'transfer.undo'],
    ['file.new-folder', 'file.new-file', 'file.copy-here', 'file.upload', 'file.upload-folder'],
    ['find.below', 'select.all', 'select.none', 'select.invert'],
    ['view.refresh', 'view.hidden', 'view.flat', 'view.pictures', 'file.query'],
    ['view.as-it-was', 'view.now', 'view.deleted'],
    ['sync.compare', 'sync.pairs', 'view.space', 'view.folder-sizes'],
    ['go.pin', 'go.same-folder', 'tab.new'],
  ],
  tab: [
    ['tab.new', 'tab.close', 'tab.close-others', 'tab.reopen'],
    ['go.pin', 'go.same-folder', 'go.swap'],
    ['view.refresh', 'file.copy-location'],
  ],
  mount: [
    ['mount.edit', 'mount.duplicate', 'mount.color', 'mount.read-only'],
    ['mount.history'],
    ['mount.move-up', 'mount.move-down'],
    ['mount.move-secrets', 'mount.unlock', 'mount.give-secrets'],
    ['mount.remove'],
    ['go.add-mount'],
  ],
}

/** These commands are left out of a menu if they cannot run; all others are shown as disabled. */
export const leftOut: ReadonlySet<CommandId> = new Set([
  'file.open-other',
  'file.open-tab',
  'view.as-it-was',
  'view.deleted',
  'file.properties',
  'file.permissions',
  'file.verify-checksums',
  'file.compare',
  'sync.compare',
  'file.keep-versions',
  'file.paste',
  'file.query',
  'file.browse-archive',
  'file.extract-here',
  'file.extract-to',
  'find.show-in-folder',
  'file.show-in-folder',
  'file.download-to',
  'file.restore',
  'file.upload',
  'file.upload-folder',
  'view.now',
  'tab.close-others',
  'mount.history',
  'mount.move-secrets',
  'mount.unlock',
  'mount.give-secrets',
])
