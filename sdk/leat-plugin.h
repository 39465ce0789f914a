/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-plugin.h - the one symbol that a module exports */
#pragma once
#include <gmodule.h>
#include "leat-framer.h"
#include "leat-link.h"
#include "leat-sink.h"
#include "leat-source.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

#define LEAT_ABI_MAJOR 1   /* a plugin of another major is refused  */
#define LEAT_ABI_MINOR 0   /* a plugin of a higher minor is refused */

/**
 * LeatPlugin:
 * @abi_major: LEAT_ABI_MAJOR of the headers it was built with
 * @abi_minor: LEAT_ABI_MINOR of the headers it was built with
 * @struct_size: sizeof (LeatPlugin)
 * @name: of the module
 * @version: of the module
 * @summary: one sentence
 * @license: SPDX
 * @origin: URL or vendor (optional)
 * @sources: ends with %NULL, or is %NULL
 * @links: likewise
 * @framers: likewise
 * @sinks: likewise
 *
 * What a module offers; made by LEAT_PLUGIN_DEFINE() at the end of one of its files.
 */
typedef struct {
  guint16      abi_major;
  guint16      abi_minor;
  guint32      struct_size;
  const char  *name;
  const char  *version;
  const char  *summary;
  const char  *license;
  const char  *origin;
  const LeatSourceClass *const *sources;
  const LeatLinkClass   *const *links;
  const LeatFramerClass *const *framers;
  const LeatSinkClass   *const *sinks;
} LeatPlugin;

typedef const LeatPlugin *(*LeatPluginGetFunc) (void);
#define LEAT_PLUGIN_SYMBOL "leat_plugin_get"

#ifndef __cplusplus
#define LEAT_PLUGIN_HEAD \
  .abi_major = LEAT_ABI_MAJOR, .abi_minor = LEAT_ABI_MINOR, .struct_size = sizeof (LeatPlugin)
#else
#define LEAT_PLUGIN_HEAD LEAT_ABI_MAJOR, LEAT_ABI_MINOR, sizeof (LeatPlugin)
#endif

/* LEAT_PLUGIN_DEFINE (.name = "foo", …); in C++, outside of namespaces, all of them in order and
 * without their names: LEAT_PLUGIN_DEFINE ("foo", "1.0", …, nullptr, foo_sinks) */
#define LEAT_PLUGIN_DEFINE(...)                                           \
  G_BEGIN_DECLS                                                           \
  G_MODULE_EXPORT const LeatPlugin *leat_plugin_get (void);               \
  G_END_DECLS                                                             \
  const LeatPlugin *                                                      \
  leat_plugin_get (void)                                                  \
  {                                                                       \
    static const LeatPlugin plugin = { LEAT_PLUGIN_HEAD, __VA_ARGS__ };   \
    return &plugin;                                                       \
  }

/* is @member inside what the plugin was compiled with, and set? */
#define LEAT_CLASS_HAS(klass, member) \
  ((klass)->struct_size > (gsize) ((const char *) &(klass)->member - (const char *) (klass)) && \
   (klass)->member != NULL)

/* is the descriptor one that this libleat can serve? LEAT_ERROR_PLUGIN says why not */
gboolean leat_plugin_check (const LeatPlugin *plugin, GError **error);

#pragma GCC visibility pop
G_END_DECLS
