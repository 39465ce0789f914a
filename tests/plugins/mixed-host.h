/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mixed-host.h - a host that makes the framers inside a mixed one */
#pragma once
#include "../../plugins/framers/framers.h"
#include "../sdk/feed.h"
G_BEGIN_DECLS

static inline LeatFramer *
mixed_host_resolve (LeatFramer *parent, const char *name, GError **error)
{
  static const char *const records[] = { "pattern", "<[^>]*>", NULL };
  static const char *const messages[] = { "sync", "\\xb5", "length-at", "1", "length-width", "2",
                                          "length-adjust", "5", "checksum", "crc-16/modbus",
                                          "checksum-form", "little", "checksum-range", "1:", NULL };
  static const char *const sentences[] = { "start", "$;!", "end", "\\r\\n;\\n", "checksum", "xor8",
                                           "checksum-form", "hex", "checksum-mark", "*",
                                           "checksum-range", "1:-1", NULL };

  if (g_str_equal (name, "lines"))
    return feed_framer_new (&delimiter_framer_class, NULL);
  if (g_str_equal (name, "strings"))
    return feed_framer_new (&netstring_framer_class, NULL);
  if (g_str_equal (name, "records"))
    return feed_framer_new (&regex_framer_class, records);
  if (g_str_equal (name, "messages"))
    return feed_framer_new (&length_framer_class, messages);
  if (g_str_equal (name, "sentences"))
    return feed_framer_new (&start_end_framer_class, sentences);
  if (g_str_equal (name, "flags"))
    return feed_framer_new (&hdlc_framer_class, (const char *const[]){ "stuffing", "no", NULL });
  if (g_str_equal (name, "silences"))
    return feed_framer_new (&gap_framer_class, NULL);
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "there is no %s", name);
  return NULL;
}

static inline gboolean
mixed_host_init (LeatFramer *framer, GError **error)
{
  static LeatFramerHost host = { mixed_host_resolve };

  framer->host = &host;
  return mixed_framer_class.init (framer, error);
}

/* the class, of which each instance has such a host: the names it knows are above */
static inline const LeatFramerClass *
mixed_host_class (void)
{
  static LeatFramerClass klass;

  klass = mixed_framer_class;
  klass.init = mixed_host_init;
  return &klass;
}

G_END_DECLS
