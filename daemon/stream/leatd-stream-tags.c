/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stream-tags.c - the tags of a stream's records: those of its source, and who sent them */
#include "leatd-stream.h"

/**
 * leatd_stream_tags_new:
 * @tags: (transfer none): keys and values by turns, to the end
 * @peer: (nullable): who is at the other end
 *
 * Adds the tag peer, unless the source has one of its own.
 *
 * Returns: (transfer full): to be used no longer than @tags and @peer
 */
GPtrArray *
leatd_stream_tags_new (const char *const *tags, const char *peer)
{
  GPtrArray *all = g_ptr_array_new ();
  gboolean has_peer = peer == NULL;

  for (guint i = 0; tags[i] != NULL; i++)
    {
      has_peer = has_peer || (i % 2 == 0 && g_str_equal (tags[i], "peer"));
      g_ptr_array_add (all, (gpointer) tags[i]);
    }
  if (!has_peer)
    {
      g_ptr_array_add (all, (gpointer) "peer");
      g_ptr_array_add (all, (gpointer) peer);
    }
  g_ptr_array_add (all, NULL);
  return all;
}
