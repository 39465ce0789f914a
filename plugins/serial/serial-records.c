/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-records.c - a change of a modem line as a record, and as a sentence */
#include "serial-records.h"

enum { LINE, STATE, COUNT };

static const LeatField fields[] = {
  [LINE] = { .name = "line", .type = LEAT_TYPE_STRING, .summary = "cts, dsr, dcd, ri or break." },
  [STATE] = { .name = "state",
              .type = LEAT_TYPE_BOOL,
              .summary = "Whether it is on now; of a break, which has come and gone, nothing." },
  [COUNT] = { .name = "count",
              .type = LEAT_TYPE_INT,
              .summary = "Changes since the last record of this line; 2 or more: also some that "
                         "did not last. Of break: how many came." },
};

const LeatRecordTable serial_line_table = {
  .struct_size = sizeof (LeatRecordTable),
  .name = "serial-line",
  .summary = "A change of a modem line, or a break; with line-records=yes.",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};

void
serial_records_append (LeatBatch *batch, const LeatOrigin *origin, LeatMoment moment,
                       SerialWatched line, const SerialChange *change)
{
  leat_batch_append (batch, origin, moment);
  leat_batch_set_string (batch, LINE, serial_watched_names[line], -1);
  if (line != SERIAL_WATCHED_BREAK)
    leat_batch_set_bool (batch, STATE, change->state);
  leat_batch_set_int (batch, COUNT, change->count);
}

char *
serial_records_tell (SerialWatched line, const SerialChange *change)
{
  const char *name = serial_watched_names[line];
  const char *state = change->state ? "on" : "off";

  if (line == SERIAL_WATCHED_BREAK)
    return change->count == 1 ? g_strdup ("a break has come")
                              : g_strdup_printf ("%u breaks have come", change->count);
  if (change->count == 1)
    return g_strdup_printf ("%s is %s now", name, state);
  return g_strdup_printf ("%s is %s now, after %u changes", name, state, change->count);
}
