/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-file.c - reads a schema file: groups become fields, and the way to them */
#include <string.h>
#include "leat-file.h"
#include "leat-schema-draft.h"
#include "leat-schema-private.h"

static gboolean
is_schema_name (const char *name)
{
  return g_ascii_islower (name[0]) &&
         name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

/* a schema that does not say enough gets the first format, so that its fields are judged too */
static void
make_decoder (const LeatGroup *group, LeatDraft *draft, LeatFaults *faults)
{
  const LeatFormat *format = leat_formats[draft->options.format];

  draft->decoder = leat_decoder_new (format);
  draft->format_options = g_malloc0 (format->schema_size);
  if (group != NULL)
    leat_group_fill (group, format->schema_options, draft->format_options, faults);
  else
    leat_options_preset (format->schema_options, draft->format_options);
  draft->decoder->form = format->make (group, draft->format_options, faults);
}

static void
fill_schema (const LeatGroup *group, LeatDraft *draft, LeatFaults *faults)
{
  const LeatSchemaOptions *options = &draft->options;

  leat_group_fill (group, leat_draft_schema_options, &draft->options, faults);
  if (options->name != NULL && !is_schema_name (options->name))
    leat_group_fault (group, "name", faults,
                      "\"%s\" is no name: it begins with a-z and goes on with a-z, 0-9, _ and -",
                      options->name);
  leat_format_check_keys (leat_formats[options->format], group, leat_draft_schema_options, FALSE,
                          faults);
}

static void
read_group (const LeatGroup *group, LeatDraft *draft, LeatFaults *faults)
{
  const char *const kinds[] = { "schema", "field", "example", NULL };
  const gsize n_kind = strcspn (group->name, " ");
  g_autofree char *kind = g_strndup (group->name, n_kind);
  const char *name = group->name + n_kind + strspn (group->name + n_kind, " ");

  if (strcmp (kind, "field") == 0)
    leat_draft_add_field (group, name, draft, faults);
  else if (strcmp (group->name, "schema") != 0 && strcmp (kind, "example") != 0)
    {
      const char *nearest = leat_nearest (kind, kinds);

      leat_group_fault (group, NULL, faults,
                        "a schema file has [schema], [field NAME] and [example N]%s%s%s",
                        nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                        nearest != NULL ? "?" : "");
    }
}

static void
read_groups (const LeatKeyfile *keyfile, const char *file, LeatDraft *draft, LeatFaults *faults)
{
  const LeatGroup *schema = leat_keyfile_find_group (keyfile, "schema");

  if (schema == NULL)
    leat_faults_add (faults, file, 0, NULL, NULL,
                     "has no group [schema]: it names the schema and its format");
  else
    fill_schema (schema, draft, faults);
  make_decoder (schema, draft, faults);
  for (guint i = 0; i < leat_keyfile_get_n_groups (keyfile); i++)
    read_group (leat_keyfile_get_group (keyfile, i), draft, faults);
  if (draft->fields->len == 0)
    leat_faults_add (faults, file, 0, NULL, NULL,
                     "has no group [field NAME]: a record without fields says nothing");
  leat_draft_link (draft, schema, faults);
  if (schema != NULL && draft->decoder->format->finish != NULL)
    draft->decoder->format->finish (draft->decoder->form, schema, faults);
}

static void
check_examples (const LeatSchema *schema, const LeatKeyfile *keyfile, LeatFaults *faults)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (keyfile); i++)
    {
      const LeatGroup *group = leat_keyfile_get_group (keyfile, i);

      if (g_str_has_prefix (group->name, "example"))
        leat_draft_check_example (schema, group, faults);
    }
}

static LeatSchema *
make_schema (LeatDraft *draft, const char *text, gsize length)
{
  LeatSchema *schema = leat_schema_new (draft->options.name,
                                        (const LeatField *) draft->fields->data,
                                        draft->fields->len);

  g_free (schema->hash);
  schema->hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
  schema->text = g_strndup (text, length);
  schema->summary = g_steal_pointer (&draft->options.summary);
  schema->decoder = g_steal_pointer (&draft->decoder);
  return schema;
}

/**
 * leat_schema_load_text:
 * @name: the file that faults name
 * @text: a schema file
 * @length: of @text, or -1 if it ends with a NUL
 * @faults: gets every fault
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL if there were faults
 */
LeatSchema *
leat_schema_load_text (const char *name, const char *text, gssize length, LeatFaults *faults)
{
  const guint n_faults = leat_faults_get_n (faults);
  const gsize n_text = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (LeatKeyfile) keyfile = leat_keyfile_new ();
  g_autoptr (LeatSchema) schema = NULL;
  LeatDraft draft;

  leat_keyfile_load_text (keyfile, name, text, (gssize) n_text, faults);
  leat_draft_init (&draft);
  read_groups (keyfile, name, &draft, faults);
  if (leat_faults_get_n (faults) == n_faults)
    {
      schema = make_schema (&draft, text, n_text);
      check_examples (schema, keyfile, faults);
      schema->keyfile = g_steal_pointer (&keyfile);
    }
  leat_draft_clear (&draft);
  return leat_faults_get_n (faults) == n_faults ? g_steal_pointer (&schema) : NULL;
}

/**
 * leat_schema_load_checked:
 * @path: a schema file
 * @faults: gets every fault
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL if there were faults
 */
LeatSchema *
leat_schema_load_checked (const char *path, LeatFaults *faults)
{
  g_autoptr (GByteArray) bytes = leat_file_read (path, faults);

  return bytes != NULL
             ? leat_schema_load_text (path, (const char *) bytes->data, (gssize) bytes->len, faults)
             : NULL;
}

/* the schema that @faults say nothing against; else their text as an error */
static LeatSchema *
pass_or_fail (LeatSchema *schema, const LeatFaults *faults, GError **error)
{
  g_autofree char *text = NULL;

  if (schema != NULL)
    return schema;
  text = leat_faults_to_string (faults);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, g_strchomp (text));
  return NULL;
}

/**
 * leat_schema_new_from_text:
 * @name: the file that faults name
 * @text: a schema file
 * @length: of @text, or -1 if it ends with a NUL
 * @error: %LEAT_ERROR_CONFIG with all that is wrong, a line each
 *
 * Makes a schema of the text of a file that need not be there any more.
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL
 */
LeatSchema *
leat_schema_new_from_text (const char *name, const char *text, gssize length, GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  return pass_or_fail (leat_schema_load_text (name, text, length, faults), faults, error);
}

/**
 * leat_schema_load:
 * @path: a schema file
 * @error: %LEAT_ERROR_CONFIG with all that is wrong, a line each
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL
 */
LeatSchema *
leat_schema_load (const char *path, GError **error)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  return pass_or_fail (leat_schema_load_checked (path, faults), faults, error);
}
