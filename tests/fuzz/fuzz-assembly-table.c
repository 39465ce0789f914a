/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-assembly-table.c - any arrivals, resets and lags: what the table of an assembly gives is
 * held against a plain list that is searched from its beginning */
#include <stdint.h>
#include <string.h>
#include "../../plugins/assembly/assembly-table.h"

#define RECORDS_MAX 512
#define FOREVER (G_MAXINT64 / 4)

/* a record, and what has become of it */
typedef struct {
  guint source;
  gint64 key;
  gint64 moment;
  guint part;   /* by the list: the first record of its part, from 1 on */
  guint given;  /* by the table: how many times */
  gboolean is_open;
} Plain;

typedef struct {
  AssemblyRules rules;
  AssemblyTable *table;
  Plain plain[RECORDS_MAX];
  guint n_records;
  guint64 last_given[ASSEMBLY_SOURCES_MAX];
  gboolean keeps_order; /* nothing was crossed */
  gboolean is_plain;    /* keys alone decide: the list knows the parts */
} Fuzz;

/* --- the list: as one would do it on paper --- */

static gboolean
is_near (const Fuzz *self, guint part, gint64 moment)
{
  for (guint i = 0; i < self->n_records; i++)
    if (self->plain[i].part == part && self->rules.apart > 0 &&
        ABS (self->plain[i].moment - moment) > self->rules.apart)
      return FALSE;
  return TRUE;
}

static gboolean
has_source (const Fuzz *self, guint part, guint source)
{
  for (guint i = 0; i < self->n_records; i++)
    if (self->plain[i].part == part && self->plain[i].source == source)
      return TRUE;
  return FALSE;
}

/* of this key, the part that is open; 0: none */
static guint
find_open (const Fuzz *self, gint64 key)
{
  for (guint i = 0; i < self->n_records; i++)
    if (self->plain[i].key == key && self->plain[self->plain[i].part - 1].is_open)
      return self->plain[i].part;
  return 0;
}

static void
plain_add (Fuzz *self, Plain record)
{
  const guint index = self->n_records;
  guint part = find_open (self, record.key);

  if (part != 0 && (has_source (self, part, record.source) || !is_near (self, part, record.moment)))
    {
      self->plain[part - 1].is_open = FALSE;
      part = 0;
    }
  record.part = part != 0 ? part : index + 1;
  record.is_open = TRUE;
  self->plain[index] = record;
  self->n_records++;
}

/* --- the table --- */

static void
on_release (AssemblyReason reason, AssemblyRecord *const *records, gpointer user_data)
{
  Fuzz *self = user_data;
  const AssemblyRecord *first = NULL;
  guint n_there = 0;

  for (guint i = 0; i < self->rules.n_sources; i++)
    {
      const AssemblyRecord *record = records[i];
      Plain *plain;

      if (record == NULL)
        continue;
      plain = &self->plain[record->number - 1];
      n_there++;
      g_assert_cmpuint (plain->given++, ==, 0); /* once */
      g_assert_cmpuint (record->source, ==, i);
      if (self->keeps_order)
        g_assert_cmpuint (record->number, >, self->last_given[i]);
      self->last_given[i] = record->number;
      first = first != NULL ? first : record;
      g_assert_cmpint (record->key.number, ==, first->key.number);
      g_assert_cmpuint (record->epoch, ==, first->epoch);
      if (self->rules.apart > 0)
        g_assert_cmpint (ABS (record->moment - first->moment), <=, self->rules.apart);
      if (self->is_plain)
        g_assert_cmpuint (plain->part, ==, self->plain[first->number - 1].part);
    }
  g_assert_cmpuint (n_there, >, 0);
  g_assert_cmpint (n_there == self->rules.n_sources, ==, reason == ASSEMBLY_COMPLETE);
}

static void
add (Fuzz *self, const Plain *record, gint64 now)
{
  AssemblyRecord *added = g_new0 (AssemblyRecord, 1);

  plain_add (self, *record);
  added->n_refs = 1;
  added->source = record->source;
  added->number = self->n_records;
  added->moment = record->moment;
  added->key = (AssemblyKey) { .is_set = TRUE, .number = record->key };
  assembly_table_add (self->table, added, now);
}

static void
run (Fuzz *self, const uint8_t *data, size_t size)
{
  gint64 counters[ASSEMBLY_SOURCES_MAX] = { 0 };
  gint64 now = 0;

  for (size_t i = 0; i + 1 < size && self->n_records < RECORDS_MAX; i += 2)
    {
      Plain record = { .source = data[i] % self->rules.n_sources };
      const guint step = data[i + 1];

      now += data[i] >> 4;
      /* a counter goes on, skips a few, repeats itself, or begins anew */
      counters[record.source] = step > 250 ? 0 : counters[record.source] + step % 3;
      record.key = self->rules.counters ? counters[record.source] : step % 8;
      record.moment = now - (step >> 5);
      add (self, &record, now);
      g_assert_cmpuint (assembly_table_get_n_waiting (self->table), <=, self->rules.most_waiting);
      if (step % 7 == 0)
        assembly_table_look (self->table, now);
    }
}

/* the list's parts are the table's: of two records in one, none is in another */
static void
check_parts (const Fuzz *self)
{
  for (guint i = 0; i < self->n_records; i++)
    g_assert_cmpuint (self->plain[i].given, ==, 1); /* none is lost */
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Fuzz self = { .n_records = 0 };

  if (size < 3)
    return 0;
  self.is_plain = (data[0] & 1) != 0;
  self.keeps_order = (data[0] & 2) != 0 && !self.is_plain;
  self.rules = (AssemblyRules) {
    .match = ASSEMBLY_MATCH_KEY,
    .n_sources = 2 + data[1] % 3,
    .counters = !self.is_plain,
    .apart = data[2] & 0x0f,
    .timeout = self.is_plain || self.keeps_order ? FOREVER : 1 + (data[2] >> 4),
    .most_waiting = self.is_plain || self.keeps_order ? RECORDS_MAX : 1 + data[1] % 16,
  };
  if (self.keeps_order)
    self.rules.apart = 0;
  self.table = assembly_table_new (&self.rules, g_free, on_release, &self);
  run (&self, data + 3, size - 3);
  assembly_table_finish (self.table);
  check_parts (&self);
  g_assert_cmpuint (assembly_table_get_n_waiting (self.table), ==, 0);
  assembly_table_free (self.table);
  return 0;
}
