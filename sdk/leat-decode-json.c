/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-json.c - the json format of schemas: values that JSON pointers name (RFC 6901) */
#include <string.h>
#include "leat-format.h"
#include "leat-json-read.h"
#include "leat-keys.h"

typedef struct {
  char *pointer;
} FieldOptions;

static const LeatOption field_options_table[] = {
  LEAT_OPTION_STRING (FieldOptions, pointer, .key = "pointer",
    .summary = "Where it stands, as RFC 6901 says it: /data/0/gap; if not given, / and its name."),
  LEAT_OPTION_END,
};

/* a step of pointers: those that begin alike share it */
typedef struct {
  GArray    *places;          /* of guint: of pointers that end here */
  LeatKeys  *keys;            /* of the steps behind it, by their index in @steps */
  GPtrArray *steps;           /* of Step */
} Step;

typedef struct {
  Step   *root;
  GArray *types;              /* of LeatType, one for each place */
} Json;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_array_unref (step->places);
  g_array_unref (step->keys);
  g_ptr_array_unref (step->steps);
  g_free (step);
}

static Step *
new_step (void)
{
  Step *step = g_new0 (Step, 1);

  step->places = g_array_new (FALSE, FALSE, sizeof (guint));
  step->keys = leat_keys_new ();
  step->steps = g_ptr_array_new_with_free_func (free_step);
  return step;
}

static const Step *
find_step (const Step *step, const char *name, gsize length)
{
  guint n = 0;
  const LeatKey *key = leat_keys_find (step->keys, name, length, &n);

  return key != NULL ? g_ptr_array_index (step->steps, key->place) : NULL;
}

static Step *
add_step (Step *step, const char *name, gsize length)
{
  const Step *there = find_step (step, name, length);

  if (there != NULL)
    return (Step *) there;
  g_ptr_array_add (step->steps, new_step ());
  leat_keys_add (step->keys, name, length, step->steps->len - 1);
  leat_keys_sort (step->keys);
  return g_ptr_array_index (step->steps, step->steps->len - 1);
}

static gpointer
json_make (const LeatGroup *group, gconstpointer options, LeatFaults *faults)
{
  Json *self = g_new0 (Json, 1);

  self->root = new_step ();
  self->types = g_array_new (FALSE, FALSE, sizeof (LeatType));
  return self;
}

/* one step of a pointer: ~1 is a slash, ~0 a tilde (RFC 6901, section 4); NULL: it is no step */
static GString *
undo_tildes (const char *text, gsize length)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (text[i] != '~')
      g_string_append_c (name, text[i]);
    else if (i + 1 < length && (text[i + 1] == '0' || text[i + 1] == '1'))
      g_string_append_c (name, text[++i] == '0' ? '~' : '/');
    else
      return NULL;
  return g_steal_pointer (&name);
}

static char *
json_add (gpointer form, const LeatGroup *group, gconstpointer data, const LeatCell *cell,
          LeatFaults *faults)
{
  Json *self = form;
  const FieldOptions *options = data;
  g_autofree char *name = leat_format_get_name (group);
  g_autofree char *own = g_strconcat ("/", name, NULL);
  const char *pointer = options->pointer != NULL ? options->pointer : own;
  const guint place = self->types->len;
  Step *step = self->root;

  for (const char *at = pointer; *at != '\0';)
    {
      const gsize length = *at == '/' ? strcspn (at + 1, "/") : 0;
      g_autoptr (GString) text = *at == '/' ? undo_tildes (at + 1, length) : NULL;

      if (text == NULL)
        {
          leat_group_fault (group, "pointer", faults,
                            "\"%s\" is no JSON pointer: /data/0/gap; ~1 is a slash in a name, ~0 a "
                            "tilde",
                            pointer);
          return NULL;
        }
      step = add_step (step, text->str, text->len);
      at += length + 1;
    }
  g_array_append_val (step->places, place);
  g_array_append_val (self->types, cell->type);
  return g_strdup_printf ("pointer %s", pointer);
}

static void
json_free (gpointer form)
{
  Json *self = form;

  free_step (self->root);
  g_array_unref (self->types);
  g_free (self);
}

typedef struct {
  const Json     *json;
  const LeatWork *work;
} Finder;

static gconstpointer
enter_member (gpointer data, gconstpointer at, const char *name, gsize length)
{
  return find_step (at, name, length);
}

static gconstpointer
enter_element (gpointer data, gconstpointer at, guint index)
{
  char name[16];

  return find_step (at, name, (gsize) g_snprintf (name, sizeof name, "%u", index));
}

static void
set_text (const Finder *finder, guint place, const LeatJsonToken *token)
{
  const LeatType type = g_array_index (finder->json->types, LeatType, place);
  LeatFound *piece = &finder->work->pieces[place];

  leat_found_set_text (piece, token->text, token->length, token->offset);
  if (token->length == 0 && type != LEAT_TYPE_STRING)
    piece->kind = LEAT_FOUND_EMPTY;
  if (token->kind == LEAT_JSON_NUMBER && (type == LEAT_TYPE_INT || type == LEAT_TYPE_DECIMAL))
    {
      char plain[LEAT_JSON_PLAIN_MAX];
      const gsize length = leat_json_spell_plain (token->text, token->length, plain);

      if (length > 0)
        leat_found_set_text (piece,
                             memcpy (leat_batch_alloc_bytes (finder->work->batch, length), plain,
                                     length),
                             length, token->offset);
    }
}

static void
set_bool (const Finder *finder, guint place, const LeatJsonToken *token)
{
  const LeatType type = g_array_index (finder->json->types, LeatType, place);
  LeatFound *piece = &finder->work->pieces[place];

  leat_found_set_text (piece, token->text, token->length, token->offset);
  if (type != LEAT_TYPE_BOOL)
    return;
  piece->kind = LEAT_FOUND_VALUE;
  piece->value = (LeatValue) { .boolean = token->text[0] == 't', .type = LEAT_TYPE_BOOL };
}

/* of a name that stands there twice the last one counts */
static void
take (gpointer data, gconstpointer at, const LeatJsonToken *token)
{
  const Finder *finder = data;
  const Step *step = at;

  for (guint i = 0; i < step->places->len; i++)
    {
      const guint place = g_array_index (step->places, guint, i);

      if (token->kind == LEAT_JSON_NULL)
        leat_found_set_nothing (&finder->work->pieces[place], LEAT_FOUND_EMPTY, token->offset);
      else if (token->kind == LEAT_JSON_BOOL)
        set_bool (finder, place, token);
      else
        set_text (finder, place, token);
    }
}

static gboolean
json_find (gconstpointer form, const LeatWork *work, GError **error)
{
  const Json *self = form;
  Finder finder = { self, work };
  const LeatJsonVisitor visitor = { enter_member, enter_element, take, &finder };
  const char *wrong = NULL;
  guint32 offset = 0;

  for (guint i = 0; i < self->types->len; i++)
    leat_found_set_nothing (&work->pieces[i], LEAT_FOUND_ABSENT, work->length);
  if (leat_json_read (work->frame, work->length, work->batch, &visitor, self->root, &offset,
                      &wrong))
    return TRUE;
  return leat_work_refuse (work, LEAT_NO_PLACE, offset, error, "it is no JSON: %s", wrong);
}

const LeatFormat leat_format_json = {
  .name = "json",
  .summary = "Each frame is a JSON text; numbers keep their digits.",
  .field_options = field_options_table,
  .field_size = sizeof (FieldOptions),
  .make = json_make,
  .add = json_add,
  .find = json_find,
  .free = json_free,
};
