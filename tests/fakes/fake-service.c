/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-service.c - boards, films or a plant as a program: prints its port, is told on its input */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fake-boards.h"
#include "fake-films.h"
#include "fake-server.h"

#define USAGE \
  "usage: fake-service boards|films|any|plant [PORT [LOG]]\n" \
  "plant: boards below /boards/, and elsewhere anything.\n" \
  "Prints the port. Each request becomes a line of JSON in LOG. Orders, one a line:\n" \
  "fine | status N [COUNT] | delay MILLISECONDS [COUNT] | close-before [COUNT] |\n" \
  "close-after [COUNT] | ignore [COUNT] | header NAME VALUE | count | quit\n"

static const struct {
  const char *word;
  FakeTrouble trouble;
  gboolean has_number;
} troubles[] = {
  { "fine", FAKE_FINE, FALSE },
  { "status", FAKE_STATUS, TRUE },
  { "delay", FAKE_DELAY, TRUE },
  { "close-before", FAKE_CLOSE_BEFORE, FALSE },
  { "close-after", FAKE_CLOSE_AFTER, FALSE },
  { "ignore", FAKE_IGNORE, FALSE },
};

static guint
get_number (char **words, guint index)
{
  return g_strv_length (words) > index ? (guint) atoi (words[index]) : 0;
}

static gboolean
make_trouble (FakeServer *server, char **words)
{
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (g_str_equal (words[0], troubles[i].word))
      {
        fake_server_trouble (server, troubles[i].trouble,
                             troubles[i].has_number ? get_number (words, 1) : 0,
                             get_number (words, troubles[i].has_number ? 2 : 1));
        return TRUE;
      }
  return FALSE;
}

/* FALSE: quit */
static gboolean
obey (FakeServer *server, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (words[0] == NULL || g_str_equal (words[0], "quit"))
    return FALSE;
  if (g_str_equal (words[0], "count"))
    printf ("%u\n", fake_server_count (server));
  else if (g_str_equal (words[0], "header") && g_strv_length (words) == 3)
    fake_server_header (server, g_intern_string (words[1]), g_intern_string (words[2]));
  else
    printf ("%s\n", make_trouble (server, words) ? "ok" : "what?");
  fflush (stdout);
  return TRUE;
}

static void
answer_anything (SoupServerMessage *message, const char *path, gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
}

static void
answer_plant (SoupServerMessage *message, const char *path, gpointer boards)
{
  if (g_str_has_prefix (path, "/boards/"))
    fake_boards_handle (message, path, boards);
  else
    answer_anything (message, path, NULL);
}

static void
run (FakeServer *server, guint port)
{
  char line[256];

  printf ("%u\n", fake_server_listen (server, port, NULL));
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL && obey (server, g_strstrip (line)))
    ;
}

int
main (int argc, char **argv)
{
  g_autoptr (FakeBoards) boards = fake_boards_new ();
  g_autoptr (FakeFilms) films = fake_films_new ();
  g_autoptr (FakeServer) server = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = argc > 1 ? argv[1] : "";

  if (g_str_equal (name, "boards"))
    server = fake_server_new (fake_boards_handle, boards);
  else if (g_str_equal (name, "films"))
    server = fake_server_new (fake_films_handle, films);
  else if (g_str_equal (name, "any"))
    server = fake_server_new (answer_anything, NULL);
  else if (g_str_equal (name, "plant"))
    server = fake_server_new (answer_plant, boards);
  if (server == NULL || (argc > 3 && !fake_server_log (server, argv[3], &error)))
    {
      fprintf (stderr, "%s", error != NULL ? error->message : USAGE);
      return 2;
    }
  fake_server_forget (server);
  run (server, argc > 2 ? (guint) atoi (argv[2]) : 0);
  return 0;
}
