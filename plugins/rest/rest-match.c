/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-match.c - what must be in the JSON, or in the text, that a service answers */
#include "rest-match.h"
#include <string.h>
#include "rest-json.h"

typedef struct {
  char         *item;       /* as it was given */
  char         *pointer;    /* NULL: the value is sought in all of the text */
  RestTemplate *template;   /* NULL: any value */
  GString      *value;
} Wanted;

struct _RestMatch {
  GArray *wanted;
};

static void
clear_wanted (gpointer data)
{
  Wanted *self = data;

  g_free (self->item);
  g_free (self->pointer);
  rest_template_free (self->template);
  g_string_free (self->value, TRUE);
}

static gboolean
read_pointer (const char *item, const RestMatchSetup *setup, char **pointer, const char **value,
              GError **error)
{
  const char *equals = strchr (item, '=');
  g_autofree char *begin = g_strndup (item,
                                      equals != NULL ? (gsize) (equals - item) : strlen (item));

  if (*begin == '\0' || !rest_json_is_pointer (begin) || (equals == NULL && !setup->takes_more))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: \"%s\" is no pointer and value; give such as /num={fields.num}", setup->key,
                   item);
      return FALSE;
    }
  *pointer = g_steal_pointer (&begin);
  *value = equals != NULL ? equals + 1 : NULL;
  return TRUE;
}

static gboolean
add_wanted (RestMatch *self, const char *item, const RestMatchSetup *setup, GError **error)
{
  RestTemplateForm form = { setup->key, REST_SPELL_RAW, setup->zone, FALSE };
  g_autoptr (RestTemplate) template = NULL;
  g_autofree char *pointer = NULL;
  const char *value = item;
  Wanted wanted = { NULL };

  if ((*item == '/' || !setup->takes_more) && !read_pointer (item, setup, &pointer, &value, error))
    return FALSE;
  if (value != NULL)
    {
      template = rest_template_new (value, &form, error);
      if (template == NULL)
        return FALSE;
    }
  wanted.item = g_strdup (item);
  wanted.pointer = g_steal_pointer (&pointer);
  wanted.template = g_steal_pointer (&template);
  wanted.value = g_string_new (NULL);
  g_array_append_val (self->wanted, wanted);
  return TRUE;
}

RestMatch *
rest_match_new (const RestMatchSetup *setup, GError **error)
{
  g_autoptr (RestMatch) self = g_new0 (RestMatch, 1);

  self->wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
  g_array_set_clear_func (self->wanted, clear_wanted);
  for (guint i = 0; setup->list != NULL && setup->list[i] != NULL; i++)
    if (!add_wanted (self, setup->list[i], setup, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
rest_match_free (RestMatch *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->wanted);
  g_free (self);
}

gboolean
rest_match_is_empty (const RestMatch *self)
{
  return self->wanted->len == 0;
}

gboolean
rest_match_needs_record (const RestMatch *self)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Wanted *wanted = &g_array_index (self->wanted, Wanted, i);

      if (wanted->template != NULL && rest_template_needs_record (wanted->template))
        return TRUE;
    }
  return FALSE;
}

gboolean
rest_match_fill (RestMatch *self, const RestTemplateInput *input, GError **error)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      Wanted *wanted = &g_array_index (self->wanted, Wanted, i);

      g_string_truncate (wanted->value, 0);
      if (wanted->template != NULL &&
          !rest_template_render (wanted->template, input, wanted->value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_there (const Wanted *self, const char *text, gsize length)
{
  g_autofree char *found = NULL;
  RestJson value;

  if (self->pointer == NULL)
    return memmem (text, length, self->value->str, self->value->len) != NULL;
  if (!rest_json_find (text, length, self->pointer, &value))
    return FALSE;
  if (self->template == NULL)
    return TRUE;
  found = rest_json_to_text (&value);
  return g_str_equal (found, self->value->str);
}

const char *
rest_match_find_missing (const RestMatch *self, const char *text, gsize length)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Wanted *wanted = &g_array_index (self->wanted, Wanted, i);

      if (!is_there (wanted, text, length))
        return wanted->item;
    }
  return NULL;
}
