import { showAsPictures } from '../../features/pane/choose.ts'
import { pictureSizes } from '../../features/pane/pane-state.ts'
import { activePane, activeTabOf, type CommandFamily } from '../command.ts'

export const pictureCommands: CommandFamily<'view.pictures' | 'view.picture-size'> = {
  /** A second call shows the list again. */
  'view.pictures': {
    run(context) {
      const pane = activePane(context)
      showAsPictures(pane, activeTabOf(context).pictures ? undefined : pane.pictureSize)
    },
  },
  'view.picture-size': {
    when: (context) => activeTabOf(context).pictures !== undefined,
    run(context) {
      const { pictures = 'medium' } = activeTabOf(context)
      const next = pictureSizes[(pictureSizes.indexOf(pictures) + 1) % pictureSizes.length]
      showAsPictures(activePane(context), next)
    },
  },
}
