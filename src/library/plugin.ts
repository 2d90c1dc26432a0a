/**
 * The types and functions for plugins. At run time a plugin receives `PluginTools`; programs and tests import the same
 * from here.
 */
export * from '../core/plugins/plugin.ts'
