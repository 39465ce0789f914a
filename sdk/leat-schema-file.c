/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-file.c - reads a schema file: groups become fields, and the way to them */
#include <string.h>
#include "leat-file.h"
#include "leat-schema-draft.h"
#include "leat-schema-private.h"

/* a schema in the making */
typedef struct {
  LeatSchemaOptions options;
  GArray           *fields;    /* of LeatField */
  GPtrArray        *groups;    /* of LeatGroup: where they stand */
  GPtrArray        *judged;    /* of char **: NULL for a field that has a column */
  LeatDecoder      *decoder;
  gpointer          format_options;
} Draft;

static void
clear_field (gpointer data)
{
  LeatField *field = data;

  g_free ((char *) field->name);
  g_free ((char *) field->unit);
}

static void
init_draft (Draft *draft)
{
  *draft = (Draft) {
    .fields = g_array_new (FALSE, FALSE, sizeof (LeatField)),
    .groups = g_ptr_array_new (),
    .judged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev),
  };
  g_array_set_clear_func (draft->fields, clear_field);
}

static void
clear_draft (Draft *draft)
{
  const LeatFormat *format = leat_formats[draft->options.format];

  if (draft->format_options != NULL && format->schema_options != NULL)
    leat_options_clear (format->schema_options, draft->format_options);
  g_free (draft->format_options);
  leat_options_clear (leat_draft_schema_options, &draft->options);
  g_array_unref (draft->fields);
  g_ptr_array_unref (draft->groups);
  g_ptr_array_unref (draft->judged);
  g_clear_pointer (&draft->decoder, leat_decoder_free);
}

static gboolean
is_schema_name (const char *name)
{
  return g_ascii_islower (name[0]) &&
         name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

/* a schema that does not say enough gets the first format, so that its fields are judged too */
static void
make_decoder (const LeatGroup *group, Draft *draft, LeatFaults *faults)
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
fill_schema (const LeatGroup *group, Draft *draft, LeatFaults *faults)
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
check_field_name (const LeatGroup *group, const char *name, LeatFaults *faults)
{
  if (!leat_draft_is_field_name (name))
    leat_group_fault (
        group, NULL, faults,
        "\"%s\" is no name of a field: it begins with a-z and goes on with a-z, 0-9 and _", name);
  else if (!leat_draft_example_allows (name))
    leat_group_fault (group, NULL, faults,
                      "\"%s\" is no name of a field: an [example] needs the word for itself", name);
}

/* of these the first one found is watched: a second one would be passed over without a word */
static void
check_single_role (const LeatGroup *group, LeatRole role, const Draft *draft, LeatFaults *faults)
{
  if (role != LEAT_ROLE_COUNTER && role != LEAT_ROLE_TIME && role != LEAT_ROLE_CAMERA)
    return;
  for (guint i = 0; i < draft->fields->len; i++)
    {
      const LeatField *other = &g_array_index (draft->fields, LeatField, i);

      if (other->role == role)
        leat_group_fault (group, "role", faults, "%s has field %s already; a record has one",
                          leat_draft_roles[role], other->name);
    }
}

static void
add_field (const LeatGroup *group, const char *name, Draft *draft, LeatFaults *faults)
{
  LeatField field;
  LeatPlace place = { 0 };
  char **judged = NULL;

  check_field_name (group, name, faults);
  leat_draft_fill_field (group, name, &draft->options, draft->decoder, &field, &place, &judged,
                         faults);
  check_single_role (group, field.role, draft, faults);
  place.cell.field = draft->fields->len;
  g_array_append_val (draft->fields, field);
  g_ptr_array_add (draft->groups, (gpointer) group);
  g_ptr_array_add (draft->judged, judged);
  if (judged == NULL)
    g_array_append_val (draft->decoder->places, place);
  else
    leat_cell_clear (&place.cell);
  if (draft->decoder->places->len == LEAT_PLACES_MAX + 1)
    leat_group_fault (group, NULL, faults, "is one more than the %u that a schema may have",
                      LEAT_PLACES_MAX);
}

static gboolean
find_judged (const Draft *draft, const char *name, guint *index)
{
  const GArray *places = draft->decoder->places;

  for (*index = 0; *index < places->len; (*index)++)
    {
      const guint field = g_array_index (places, LeatPlace, *index).cell.field;

      if (strcmp (g_array_index (draft->fields, LeatField, field).name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
offer_judged (const LeatGroup *group, const Draft *draft, const char *name, LeatFaults *faults)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < draft->fields->len; i++)
    if (g_ptr_array_index (draft->judged, i) == NULL)
      g_ptr_array_add (names, (gpointer) g_array_index (draft->fields, LeatField, i).name);
  g_ptr_array_add (names, NULL);

  const char *nearest = leat_nearest (name, (const char *const *) names->pdata);

  leat_group_fault (group, "judgement", faults,
                    "\"%s\" is no field with a place in the frame%s%s%s", name,
                    nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? "?" : "");
}

static void
add_verdict (Draft *draft, guint field, LeatFaults *faults)
{
  const LeatGroup *group = g_ptr_array_index (draft->groups, field);
  char **names = g_ptr_array_index (draft->judged, field);
  const LeatVerdict verdict = { field, g_array_new (FALSE, FALSE, sizeof (guint)) };

  if (names[0] == NULL)
    leat_group_fault (group, "judgement", faults, "names no field");
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint index = 0;

      if (!find_judged (draft, names[i], &index))
        offer_judged (group, draft, names[i], faults);
      else if (leat_range_is_open (
                   &g_array_index (draft->decoder->places, LeatPlace, index).cell.tolerance))
        leat_group_fault (group, "judgement", faults,
                          "%s has no tolerance: it needs lower-limit= or upper-limit=", names[i]);
      g_array_append_val (verdict.judged, index);
    }
  g_array_append_val (draft->decoder->verdicts, verdict);
}

static void
read_group (const LeatGroup *group, Draft *draft, LeatFaults *faults)
{
  const char *const kinds[] = { "schema", "field", "example", NULL };
  const gsize n_kind = strcspn (group->name, " ");
  g_autofree char *kind = g_strndup (group->name, n_kind);
  const char *name = group->name + n_kind + strspn (group->name + n_kind, " ");

  if (strcmp (kind, "field") == 0)
    add_field (group, name, draft, faults);
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
read_groups (const LeatKeyfile *keyfile, const char *file, Draft *draft, LeatFaults *faults)
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
  for (guint i = 0; i < draft->fields->len; i++)
    if (g_ptr_array_index (draft->judged, i) != NULL)
      add_verdict (draft, i, faults);
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
make_schema (Draft *draft, const char *text, gsize length)
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
  Draft draft;

  leat_keyfile_load_text (keyfile, name, text, (gssize) n_text, faults);
  init_draft (&draft);
  read_groups (keyfile, name, &draft, faults);
  if (leat_faults_get_n (faults) == n_faults)
    {
      schema = make_schema (&draft, text, n_text);
      check_examples (schema, keyfile, faults);
      schema->keyfile = g_steal_pointer (&keyfile);
    }
  clear_draft (&draft);
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
