/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-assembly-memory.c - any file of waiting parts: as it is, and as entries of a group that is
 * whole */
#include <stdint.h>
#include <string.h>
#include "../../plugins/assembly/assembly-memory.h"

static void
read_all (const uint8_t *data, size_t size)
{
  g_auto (AssemblyMemory) memory = { .epoch = NULL };
  g_autoptr (GPtrArray) waiting = NULL;

  assembly_memory_init (&memory);
  assembly_memory_read (&memory, data, size);
  waiting = assembly_memory_list_waiting (&memory);
  for (guint i = 1; i < waiting->len; i++)
    g_assert_cmpuint (((AssemblyKept *) waiting->pdata[i - 1])->table.number, <=,
                      ((AssemblyKept *) waiting->pdata[i])->table.number);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  const JournalGroup group = {
    .magic = JOURNAL_GROUP_MAGIC,
    .length = (guint32) size,
    .sum = assembly_journal_sum (data, size),
  };

  read_all (data, size);
  g_byte_array_append (whole, (const guint8 *) JOURNAL_MARK, JOURNAL_MARK_LENGTH);
  g_byte_array_append (whole, (const guint8 *) &group, sizeof group);
  g_byte_array_append (whole, data, (guint) size);
  read_all (whole->data, whole->len);
  return 0;
}
