/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-input.c - tests what is found in the bytes of a WebSocket, however they are cut */
#include "websocket-input.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *bytes;
  gsize length;
  const char *found; /* as spell() has it */
} Case;

#define CASE(name, bytes, found) { name, bytes, sizeof bytes - 1, found }
#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* of at most 200 bytes a message */
static const Case cases[] = {
  CASE ("text", "\x81\x05" "1.730", "1.730|"),
  CASE ("binary", "\x82\x02\x00\x01", "\\000\\001|"),
  CASE ("two", "\x81\x01" "a" "\x81\x01" "b", "a|b|"),
  CASE ("in-pieces", "\x01\x02" "1." "\x00\x01" "7" "\x80\x02" "30", "1.730|"),
  CASE ("ping-inside", "\x01\x02" "1." "\x89\x01" "p" "\x80\x03" "730", "1.<ping p>730|"),
  CASE ("ends-without-a-byte", "\x01\x05" "1.730" "\x80\x00", "1.730|"),
  CASE ("begins-without-a-byte", "\x01\x00\x80\x05" "1.730", "1.730|"),
  CASE ("empty", "\x81\x00\x81\x01" "a", "<empty>a|"),
  CASE ("pong", "\x8a\x00", "<pong >"),
  CASE ("close", "\x88\x05\x03\xe9" "now", "<close \\003\\351now>"),
  CASE ("close-without-a-word", "\x88\x00", "<close >"),
  CASE ("16-bit", "\x81\x7e\x00\x0a" TEN, TEN "|"),
  CASE ("64-bit", "\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x0a" TEN, TEN "|"),
  CASE ("just-long-enough", "\x81\x7e\x00\xc8" HUNDRED HUNDRED, HUNDRED HUNDRED "|"),
  CASE ("too-long", "\x81\x7e\x00\xc9" HUNDRED HUNDRED "x", HUNDRED HUNDRED "<too long>"),
  CASE ("too-long-in-pieces", "\x01\x7e\x00\xc8" HUNDRED HUNDRED "\x80\x01" "x",
        HUNDRED HUNDRED "<too long>"),
  CASE ("endless", "\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff" HUNDRED HUNDRED TEN,
        HUNDRED HUNDRED "<too long>"),
  CASE ("half", "\x81\x05" "1.7", "1.7"),
  CASE ("impossible", "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff" "x",
        "<bad: a frame has an impossible length>"),
  CASE ("masked", "\x81\x81\x01\x02\x03\x04" "x", "<bad: a frame of a service is masked>"),
  CASE ("reserved", "\xc1\x01" "x", "<bad: a frame has reserved bits>"),
  CASE ("unknown", "\x83\x01" "x", "<bad: a frame is of an unknown kind>"),
  CASE ("unknown-control", "\x8b\x01" "x", "<bad: a frame is of an unknown kind>"),
  CASE ("long-ping", "\x89\x7e\x00\x7e" HUNDRED,
        "<bad: a control frame is longer than 125 bytes, or in pieces>"),
  CASE ("ping-in-pieces", "\x09\x01" "x",
        "<bad: a control frame is longer than 125 bytes, or in pieces>"),
  CASE ("within-another", "\x01\x01" "a" "\x81\x01" "b",
        "a<bad: a message begins within another, or goes on without one>"),
  CASE ("goes-on-without", "\x80\x01" "a",
        "<bad: a message begins within another, or goes on without one>"),
};

static void
spell (GString *found, const WebsocketPart *part)
{
  static const char *const names[] = {
    [WEBSOCKET_PING] = "ping", [WEBSOCKET_PONG] = "pong", [WEBSOCKET_CLOSE] = "close"
  };
  g_autofree char *bytes = g_strndup ((const char *) part->data, part->length);

  if (part->kind == WEBSOCKET_EMPTY)
    g_string_append (found, "<empty>");
  else if (part->kind == WEBSOCKET_TOO_LONG)
    g_string_append (found, "<too long>");
  else if (part->kind == WEBSOCKET_BAD)
    g_string_append_printf (found, "<bad: %s>", part->reason);
  else if (part->kind != WEBSOCKET_PAYLOAD && part->kind != WEBSOCKET_MORE)
    g_string_append_printf (found, "<%s ", names[part->kind]);
  for (gsize i = 0; i < part->length; i++)
    if (part->data[i] >= ' ' && part->data[i] < 127)
      g_string_append_c (found, (char) part->data[i]);
    else
      g_string_append_printf (found, "\\%03o", part->data[i]);
  if (part->kind == WEBSOCKET_PAYLOAD)
    g_string_append (found, part->ends ? "|" : "");
  else if (part->kind != WEBSOCKET_MORE && part->kind < WEBSOCKET_TOO_LONG &&
           part->kind != WEBSOCKET_EMPTY)
    g_string_append_c (found, '>');
}

/* at most @piece bytes at a time */
static char *
find_all (const Case *test, gsize piece)
{
  WebsocketInput input = { .max_message = 200 };
  GString *found = g_string_new (NULL);
  WebsocketPart part = { .kind = WEBSOCKET_MORE };

  for (gsize at = 0; at < test->length && part.kind < WEBSOCKET_TOO_LONG;)
    {
      at += websocket_input_take (&input, (const guint8 *) test->bytes + at,
                                  MIN (piece, test->length - at), &part);
      spell (found, &part);
    }
  return g_string_free (found, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (gsize piece = 1; piece <= test->length; piece++)
    {
      g_autofree char *found = find_all (test, piece);

      g_assert_cmpstr (found, ==, test->found);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/websocket/input/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
