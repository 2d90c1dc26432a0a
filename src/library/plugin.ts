/** What plugins are made of. At run time a plugin is given `PluginTools`; programs and tests import the same from here. */
export * from '../core/plugins/plugin.ts'
