/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-pcapng.c - feeds the reader of recordings: it ends, and what it gives is read again as it is
 * when it is written again */
#include "../../sdk/leat.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* each event behind the other as they are understood; of others' recordings without what only ours
 * have */
static GByteArray *
read_all (const guint8 *data, gsize size, GByteArray *again)
{
  g_autoptr (LeatRecording) recording = leat_recording_new ("fuzz", data, size);
  GByteArray *all = g_byte_array_new ();
  guint64 offset = 0;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      LeatRecordingEvent event;

      if (!leat_recording_next (recording, &event, &error))
        {
          if (error == NULL)
            break;
          g_assert (error->message != NULL && *error->message != '\0');
          continue;
        }
      g_assert (event.stream < leat_recording_get_n_streams (recording));
      g_assert (leat_recording_get_stream (recording, event.stream) != NULL);
      g_assert (leat_recording_get_offset (recording) > offset);
      offset = leat_recording_get_offset (recording);
      event.stream = 0;
      g_byte_array_append (all, (const guint8 *) &event.kind, sizeof event.kind);
      g_byte_array_append (all, (const guint8 *) &event.arrival.moment.monotonic, 8);
      g_byte_array_append (all, (const guint8 *) event.errors, sizeof event.errors);
      if (event.length > 0)
        g_byte_array_append (all, event.data, (guint) event.length);
      if (again != NULL)
        leat_recording_append_event (again, &event);
    }
  g_assert (offset <= size);
  return all;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const LeatRecordingStream stream = { .name = "again", .epoch = "0K3Q9V2M7WB1X5T4E8ZC" };
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GByteArray) all = NULL, all_again = NULL;

  leat_recording_append_section (again, "fuzz");
  leat_recording_append_stream (again, &stream);
  all = read_all (data, size, again);
  all_again = read_all (again->data, again->len, NULL);
  g_assert (all->len == all_again->len);
  g_assert (all->len == 0 || memcmp (all->data, all_again->data, all->len) == 0);
  return 0;
}
