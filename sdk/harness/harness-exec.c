/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-exec.c - leat-harness exec COMMAND: does a program speak its JSON lines? */
#include "harness-program.h"
#include <string.h>

#define MANY 1000
#define BIG  (1024 * 1024)

typedef gboolean (*ProgramFunc) (HarnessProgram *program, GError **error);

/* --- a sink --- */

static void
append_record (GString *lines, const LeatRecord *record)
{
  const gsize begin = lines->len;

  leat_json_append_record (lines, record);
  g_string_overwrite_len (lines, (gssize) begin, ",", 1);
  g_string_insert (lines, (gssize) begin, "{\"type\":\"record\"");
  g_string_append_c (lines, '\n');
}

static void
answer_through (GHashTable *open, GPtrArray *ids, const char *id)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_hash_table_remove (open, ids->pdata[i]);
      if (g_str_equal (ids->pdata[i], id))
        return;
    }
}

/* an answer is for a record that is on its way, and a refusal has a reason */
static gboolean
take_answer (const HarnessSaid *said, GHashTable *open, GPtrArray *ids, guint *n_refused,
             GError **error)
{
  const char *type = said->parts[SAID_TYPE];
  const char *through = said->parts[SAID_THROUGH];
  const gboolean is_reject = g_str_equal (type, "reject");
  const char *id = through != NULL && !is_reject ? through : said->parts[SAID_ID];

  if (!is_reject && !g_str_equal (type, "ack"))
    return g_str_equal (type, "log") || g_str_equal (type, "state") ||
           harness_wrong (error, "answers records with \"%s\"", type);
  if (id == NULL || !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    return harness_wrong (error, "answers for \"%s\", which it was not given",
                          id != NULL ? id : "(no id)");
  if (is_reject && (said->parts[SAID_TEXT] == NULL || *said->parts[SAID_TEXT] == '\0'))
    return harness_wrong (error, "refuses a record without a reason");
  *n_refused += is_reject;
  if (id == through)
    answer_through (open, ids, id);
  else if (!g_hash_table_remove (open, id))
    return harness_wrong (error, "answers twice for \"%s\"", id);
  return TRUE;
}

static gboolean
hear_answers (HarnessProgram *program, GPtrArray *ids, GError **error)
{
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_refused = 0;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (open, ids->pdata[i]);
  while (g_hash_table_size (open) > 0)
    {
      g_auto (HarnessSaid) said = { 0 };

      if (!harness_program_hear (program, &said, error))
        {
          g_prefix_error (error, "%u of %u records are not answered at the flush: it ",
                          g_hash_table_size (open), ids->len);
          return FALSE;
        }
      if (said.batch == NULL)
        return harness_wrong (error, "ends while %u of %u records are not answered",
                              g_hash_table_size (open), ids->len);
      if (!take_answer (&said, open, ids, &n_refused, error))
        return FALSE;
    }
  if (n_refused > 0)
    harness_note (program->check, "%u of %u records were refused", n_refused, ids->len);
  return TRUE;
}

static gboolean
give (HarnessProgram *program, LeatBatch *batch, guint from, guint count, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = from; i < from + count; i++)
    {
      append_record (lines, leat_batch_get_record (batch, i));
      g_ptr_array_add (ids, leat_record_make_id (leat_batch_get_record (batch, i)));
    }
  g_string_append (lines, "{\"type\":\"flush\"}\n");
  return harness_program_tell (program, lines->str, error) && hear_answers (program, ids, error);
}

static LeatBatch *
make_records (const HarnessProgram *program, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) program->check->harness->seed);

  return harness_records_new (program->check->harness->schema, "harness", n, random);
}

static gboolean
sink_records (HarnessProgram *program, GError **error)
{
  g_autoptr (LeatBatch) values = make_records (program, 0);
  g_autoptr (LeatBatch) many = make_records (program, MANY);

  return give (program, values, 0, leat_batch_get_n_records (values), error) &&
         give (program, many, 0, MANY, error);
}

static gboolean
sink_singly (HarnessProgram *program, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (program, 20);
  gboolean fine = TRUE;

  for (guint i = 0; i < 20 && fine; i++)
    fine = give (program, batch, i, 1, error);
  return fine;
}

/* their acknowledgement was lost, say: the same ids */
static gboolean
sink_again (HarnessProgram *program, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (program, 50);

  return give (program, batch, 0, 50, error) && give (program, batch, 0, 50, error);
}

static gboolean
sink_big (HarnessProgram *program, GError **error)
{
  static const LeatField fields[] = { { .name = "text", .type = LEAT_TYPE_STRING } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("big", fields, G_N_ELEMENTS (fields));
  g_autofree char *text = g_strnfill (BIG, 'x');
  g_autofree char *epoch = leat_epoch_new ();
  LeatOrigin *origin = leat_origin_new ("harness", epoch, schema, "", NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  guint64 sequence = 1;

  leat_batch_append (batch, origin, (LeatMoment) { 0 });
  leat_batch_set_string (batch, 0, text, -1);
  leat_batch_seal (batch, &sequence);
  leat_origin_unref (origin);
  return give (program, batch, 0, 1, error);
}

/* --- a source --- */

/* records come if the device has any: what is heard of them is judged */
static gboolean
source_records (HarnessProgram *program, GError **error)
{
  for (guint n = 0; n < 20; n++)
    {
      g_auto (HarnessSaid) said = { 0 };
      g_autoptr (GError) told = NULL;
      g_autoptr (GString) answer = g_string_new ("{\"type\":\"ack\",\"id\":");

      if (!harness_program_hear (program, &said, &told) &&
          strstr (told->message, "says nothing") != NULL)
        return n > 0 || harness_lacks (error, "it has no records now; give it a device that has");
      if (told != NULL)
        return harness_wrong (error, "%s", told->message);
      if (said.batch == NULL)
        return n > 0 || harness_wrong (error, "ends before it has given a record");
      if (!g_str_equal (said.parts[SAID_TYPE], "record"))
        continue;
      if (said.parts[SAID_FIELDS] == NULL || said.parts[SAID_FIELDS][0] != '{')
        return harness_wrong (error, "gives a record whose fields are no object");
      if (said.parts[SAID_ID] == NULL)
        continue;
      leat_json_append_string (answer, said.parts[SAID_ID], -1);
      g_string_append (answer, "}\n");
      if (!harness_program_tell (program, answer->str, error))
        return FALSE;
    }
  return TRUE;
}

/* --- either --- */

static gboolean
check_hello (HarnessProgram *program, GError **error)
{
  harness_note (program->check, "a %s", program->role);
  return TRUE;
}

/* what a later version may add, and what nobody should say */
static gboolean
check_unknown (HarnessProgram *program, GError **error)
{
  g_autoptr (LeatBatch) batch = make_records (program, 1);
  gboolean fine = harness_program_tell (program,
                                        "{\"type\":\"later\",\"added\":{\"a\":[1,null]}}\n"
                                        "garbage {\n[1]\n\n{\"id\":\"1\"}\n",
                                        error);

  if (fine && g_str_equal (program->role, "sink"))
    fine = give (program, batch, 0, 1, error);
  return fine;
}

static gboolean
check_stop (HarnessProgram *program, GError **error)
{
  return harness_program_tell (program, "{\"type\":\"stop\"}\n", error) &&
         harness_program_end (program, TRUE, error);
}

static gboolean
check_input_ends (HarnessProgram *program, GError **error)
{
  return harness_program_end (program, FALSE, error);
}

typedef struct {
  const char *name;
  const char *role; /* NULL: either */
  ProgramFunc func;
} ProgramCheck;

static const ProgramCheck program_checks[] = {
  { "exec/hello", NULL, check_hello },
  { "exec/records", "sink", sink_records },
  { "exec/singly", "sink", sink_singly },
  { "exec/again", "sink", sink_again },
  { "exec/big", "sink", sink_big },
  { "exec/given", "source", source_records },
  { "exec/unknown", NULL, check_unknown },
  { "exec/stop", NULL, check_stop },
  { "exec/input-ends", NULL, check_input_ends },
};

static gboolean
run_check (HarnessCheck *check, GError **error)
{
  const ProgramCheck *const what = check->klass;
  HarnessProgram program;
  gboolean fine = harness_program_begin (&program, check, error);

  if (fine && what->role != NULL && !g_str_equal (what->role, program.role))
    fine = harness_lacks (error, "it is a %s", program.role);
  else if (fine)
    fine = what->func (&program, error);
  harness_program_clear (&program);
  return fine;
}

GPtrArray *
harness_list_program (const Harness *harness)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func (harness_check_free);

  for (guint i = 0; i < G_N_ELEMENTS (program_checks); i++)
    {
      HarnessCheck *check = g_new0 (HarnessCheck, 1);

      *check = (HarnessCheck) { .harness = harness,
                                .name = g_strdup (program_checks[i].name),
                                .func = run_check,
                                .klass = &program_checks[i],
                                .notes = g_string_new (NULL) };
      g_ptr_array_add (checks, check);
    }
  return checks;
}
