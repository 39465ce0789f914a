/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-line.c - a line of a tap as a person reads it */
#include "tap-line.h"
#include "look/hex-dump.h"
#include <string.h>

/* The JSON is read as text, so that a number keeps its digits: 1.730 is not 1.73. */
typedef struct {
  const char *name;
  gsize name_length;
  const char *value; /* with its quotes or brackets */
  gsize length;
} Member;

/* behind the string that begins at @at */
static const char *
skip_string (const char *at)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;
  return *at == '"' ? at + 1 : at;
}

/* behind the value that begins at @at */
static const char *
skip_value (const char *at)
{
  guint depth = 0;

  while (*at != '\0' && (depth > 0 || strchr (",}]", *at) == NULL))
    if (*at == '"')
      at = skip_string (at);
    else
      {
        if (strchr ("{[", *at) != NULL)
          depth++;
        else if (strchr ("}]", *at) != NULL)
          depth--;
        at++;
      }
  return at;
}

/* @at: inside of an object, moved on; FALSE: it has no more */
static gboolean
next_member (const char **at, Member *member)
{
  *at += strspn (*at, "{, ");
  if (**at != '"')
    return FALSE;
  member->name = *at + 1;
  *at = skip_string (*at);
  member->name_length = (gsize) (*at - member->name) - 1;
  if (**at != ':')
    return FALSE;
  member->value = *at + 1;
  *at = skip_value (member->value);
  member->length = (gsize) (*at - member->value);
  return TRUE;
}

static gboolean
find_member (const char *object, const char *name, Member *member)
{
  while (next_member (&object, member))
    if (member->name_length == strlen (name) &&
        memcmp (member->name, name, member->name_length) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full): of a string without escapes what is between its quotes */
static char *
get_text (const char *object, const char *name)
{
  Member member;

  if (!find_member (object, name, &member))
    return g_strdup ("");
  if (member.length >= 2 && *member.value == '"' && member.value[member.length - 1] == '"')
    return g_strndup (member.value + 1, member.length - 2);
  return g_strndup (member.value, member.length);
}

static void
append_time (GString *text, const char *object)
{
  g_autofree char *told = get_text (object, "time");
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (told, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;
  g_autofree char *shown = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S")
                                         : g_strdup (told);

  g_string_append (text, shown);
  if (local != NULL)
    g_string_append_printf (text, ".%03d", g_date_time_get_microsecond (local) / 1000);
}

static void
append_shown (GString *text, const char *part, gsize length, LeatTextFlags flags)
{
  g_autofree char *copy = g_strndup (part, length);

  leat_text_append (text, copy, flags);
}

/* num=17 measure_1=1.730 */
static void
append_members (GString *text, const char *object, const char *sign, LeatTextFlags flags)
{
  Member member;

  while (next_member (&object, &member))
    {
      g_string_append_c (text, ' ');
      append_shown (text, member.name, member.name_length, flags);
      g_string_append (text, sign);
      append_shown (text, member.value, member.length, flags);
    }
}

static void
append_record (GString *text, const char *line, const Member *fields, LeatTextFlags flags)
{
  static const char *const marks[] = { "clock", "test", "line_error" };
  g_autofree char *object = g_strndup (fields->value, fields->length);
  g_autofree char *source = get_text (line, "source");
  g_autofree char *id = get_text (line, "id");
  const char *sequence = strrchr (id, '/');
  Member member;

  append_time (text, line);
  g_string_append_c (text, ' ');
  leat_text_append (text, source, flags);
  g_string_append_printf (text, " %s", sequence != NULL ? sequence + 1 : id);
  append_members (text, object, "=", flags);
  if (find_member (line, "quality", &member))
    {
      g_autofree char *quality = g_strndup (member.value, member.length);

      append_members (text, quality, ":", flags);
    }
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (find_member (line, marks[i], &member))
      g_string_append_printf (text, " %s", marks[i]);
  g_string_append_c (text, '\n');
}

/* what came, where, and its bytes */
static void
append_bytes (GString *text, const char *line, const char *what, LeatTextFlags flags)
{
  g_autofree char *base64 = get_text (line, what);
  g_autofree char *source = get_text (line, "source");
  g_autofree char *offset = get_text (line, "offset");
  g_autofree char *length = get_text (line, "length");
  gsize n_bytes;
  g_autofree guint8 *bytes = g_base64_decode (base64, &n_bytes);
  Member reason;

  append_time (text, line);
  g_string_append_c (text, ' ');
  leat_text_append (text, source, flags);
  g_string_append_printf (text, " %s of %s bytes at %s", what, length, offset);
  if (find_member (line, "reason", &reason))
    {
      g_string_append (text, ": ");
      append_shown (text, reason.value, reason.length, flags);
    }
  g_string_append_c (text, '\n');
  leat_hex_dump_append (text, bytes, n_bytes, g_ascii_strtoull (offset, NULL, 10));
}

/* (transfer full): UTF-8 that no terminal takes for commands, though it is in many parts later */
static char *
make_harmless (const char *told)
{
  g_autofree char *valid = g_utf8_make_valid (told, -1);
  g_autoptr (GString) line = g_string_new (NULL);

  leat_text_append (line, valid, LEAT_TEXT_PLAIN);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * leat_tap_line_append:
 * @text: gets one line, or a dump of bytes with its heading
 * @told: as a tap has it
 * @flags: of the terminal
 */
void
leat_tap_line_append (GString *text, const char *told, LeatTextFlags flags)
{
  static const char *const data[] = { "frame", "noise", "raw" };
  g_autofree char *line = make_harmless (told);
  Member member;

  if (find_member (line, "dropped", &member))
    {
      g_string_append_printf (text, "(%.*s are not shown: there was no time for them)\n",
                              (int) member.length, member.value);
      return;
    }
  if (find_member (line, "fields", &member))
    {
      append_record (text, line, &member, flags);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    if (find_member (line, data[i], &member))
      {
        append_bytes (text, line, data[i], flags);
        return;
      }
  leat_text_append (text, line, flags);
  g_string_append_c (text, '\n');
}
