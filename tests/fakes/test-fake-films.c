/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-fake-films.c - the films service answers as the recorded one did */
#include "fake-client.h"
#include "fake-films.h"

#define F "/films/films/"
#define FILM(seq, cam, result) \
  "{\"pic\":\"Image_20180823\",\"pic_url\":\"/20180823/00001.png\",\"content_type\":1," \
  "\"seq\":" seq ",\"cam\":" cam ",\"rs232_time\":\"2018-08-23T08:01:00+08:00\"," \
  "\"len_ret\":" result ",\"gap_ret\":\"0\",\"film_gaps\":{\"gap0\":1.72,\"gap1\":1.96}," \
  "\"film_lens\":{\"pink\":45.06}}"

static const FakeCase new_seq = { "seq", "POST", "/films/filmseq/", NULL, "{}", 201,
                                  "{\"id\":1,\"seqid\":\"*\"}" };

static const FakeCase cases[] = {
  { "good", "POST", F, NULL, FILM ("1", "0", "\"0\""), 201,
    "{\"filmid\":\"*\",\"pic\":\"Image_20180823\",*\"seq\":1,\"cam\":0,"
    "\"rs232_time\":\"2018-08-23T08:01:00+08:00\",\"len_ret\":\"0\",\"gap_ret\":\"0\","
    "\"film_gaps\":{\"gap0\":1.72,\"gap1\":1.96,\"gap2\":null,*" },
  { "cam-text", "POST", F, NULL, FILM ("1", "\"1\"", "1"), 201, "*\"cam\":1,*\"len_ret\":\"1\",*" },
  { "cam-2", "POST", F, NULL, FILM ("1", "2", "\"0\""), 400, "{\"cam\":*" },
  { "seq-uuid", "POST", F, NULL, FILM ("\"8c8d9a3e-aaaa\"", "0", "\"0\""), 400, "{\"seq\":*" },
  { "seq-missing", "POST", F, NULL, FILM ("2", "0", "\"0\""), 400,
    "{\"seq\":[\"Invalid pk \\\"2\\\" *" },
  { "pass", "POST", F, NULL, FILM ("1", "0", "\"PASS\""), 400, "{\"len_ret\":*" },
  { "put", "PUT", F "8c8d9a3e", NULL, FILM ("1", "0", "\"0\""), 500, "*<h1>*" },
  { "no-slash", "POST", "/films/films", NULL, "{}", 301, NULL },
  { "static", "GET", "/films/static/", NULL, NULL, 200, "{\"last_hour_yield\":*" },
};

static void
test_case (gconstpointer data)
{
  const FakeCase *test = data;
  g_autoptr (FakeFilms) films = fake_films_new ();
  g_autoptr (FakeServer) server = fake_server_new (fake_films_handle, films);
  guint port = fake_server_listen (server, 0, NULL);

  fake_check (port, &new_seq);
  fake_check (port, test);
  g_assert_cmpuint (fake_films_count_films (films), ==, test->status == 201 ? 1 : 0);
}

/* what is taken back takes the films of both cameras with it, and is gone then */
static void
test_delete (void)
{
  static const FakeCase second = { "second", "POST", F, NULL, FILM ("1", "1", "\"1\""), 201, NULL };
  static const FakeCase list = { "list", "GET", F "?num=1", NULL, NULL, 200, "[{*\"cam\":1,*}]" };
  static const FakeCase gone = { "gone", "DELETE", "/films/filmseq/1", NULL, NULL, 204, NULL };
  static const FakeCase again = { "again", "DELETE", "/films/filmseq/1", NULL, NULL, 404, NULL };
  g_autoptr (FakeFilms) films = fake_films_new ();
  g_autoptr (FakeServer) server = fake_server_new (fake_films_handle, films);
  guint port = fake_server_listen (server, 0, NULL);

  fake_check (port, &new_seq);
  fake_check (port, &cases[0]);
  fake_check (port, &second);
  fake_check (port, &list);
  g_assert_cmpuint (fake_films_count_of (films, 1), ==, 2);
  fake_check (port, &gone);
  g_assert_cmpuint (fake_films_count_films (films), ==, 0);
  g_assert_cmpuint (fake_films_count_seqs (films), ==, 0);
  fake_check (port, &again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/fake-films/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/fake-films/delete", test_delete);
  return g_test_run ();
}
