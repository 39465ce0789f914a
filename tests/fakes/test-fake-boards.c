/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-fake-boards.c - the boards service answers as the recorded one did */
#include "fake-boards.h"
#include "fake-client.h"

#define R "/boards/records/"
#define BODY(num, machine, time, datas) \
  "{\"num\":" num ",\"machine\":" machine ",\"rs232_time\":" time ",\"record_datas\":" datas "}"
#define TIME  "\"2018-09-17T23:15:00\""
#define DATAS "{\"measure_1\":1.523,\"measure_2\":2.004}"
#define GOOD \
  "{\"recordid\":\"*\",\"machine\":1,\"num\":0,\"rs232_time\":\"2018-09-17T23:15:00+08:00\"," \
  "\"record_datas\":{\"id\":*,\"measure_1\":1.523,\"measure_2\":2.004}}"

static const FakeCase cases[] = {
  { "good", "POST", R, NULL, BODY ("\" 0\"", "\" 1\"", TIME, DATAS), 201, GOOD },
  { "numbers", "POST", R, NULL, BODY ("0", "1", TIME, DATAS), 201, GOOD },
  { "twice", "POST", R, NULL,
    "\"{\\\"num\\\":\\\" 0\\\",\\\"machine\\\":\\\" 1\\\",\\\"rs232_time\\\":"
    "\\\"2018-09-17T23:15:00\\\",\\\"record_datas\\\":{\\\"measure_1\\\":1.523,"
    "\\\"measure_2\\\":2.004}}\"", 201, GOOD },
  { "machine-99", "POST", R, NULL, BODY ("0", "99", TIME, DATAS), 400,
    "{\"machine\":[\"Invalid pk \\\"99\\\" - object does not exist.\"]}" },
  { "no-machine", "POST", R, NULL, "{\"record_datas\":{}}", 400, "{\"machine\":[\"This field *" },
  { "num-float", "POST", R, NULL, BODY ("\"1.0\"", "1", TIME, DATAS), 201, "*\"num\":1,*" },
  { "num-half", "POST", R, NULL, BODY ("\"1.5\"", "1", TIME, DATAS), 400, "{\"num\":*" },
  { "num-missing", "POST", R, NULL, "{\"machine\":1,\"record_datas\":{}}", 201,
    "*\"num\":null,\"rs232_time\":null,*\"measure_1\":null,\"measure_2\":null}}" },
  { "num-negative", "POST", R, NULL, BODY ("-1", "1", TIME, DATAS), 500, "*<h1>*" },
  { "time-blank", "POST", R, NULL, BODY ("0", "1", "\"2018-09-17 23:15:00.5\"", DATAS), 201,
    "*23:15:00.500000+08:00*" },
  { "time-utc", "POST", R, NULL, BODY ("0", "1", "\"2018-09-17T15:15:00Z\"", DATAS), 201,
    "*23:15:00+08:00*" },
  { "time-machine", "POST", R, NULL, BODY ("0", "1", "\"18/09/17,23:15:00\"", DATAS), 400,
    "{\"rs232_time\":*" },
  { "datas-missing", "POST", R, NULL, "{\"machine\":1}", 400, "{\"record_datas\":*" },
  { "datas-extra", "POST", R, NULL, BODY ("0", "1", TIME, "{\"measure_3\":1}"), 201,
    "*\"measure_1\":null,\"measure_2\":null}}" },
  { "datas-text", "POST", R, NULL, BODY ("0", "1", TIME, "{\"measure_1\":\"1.5\"}"), 201,
    "*\"measure_1\":1.5,*" },
  { "datas-nan", "POST", R, NULL, BODY ("0", "1", TIME, "{\"measure_1\":NaN}"), 400, NULL },
  { "list", "POST", R, NULL, "[]", 500, "*<h1>*" },
  { "bad", "POST", R, NULL, "{", 400, "{\"detail\":\"JSON parse error*" },
  { "bad-inner", "POST", R, NULL, "\"{\"", 500, "*<h1>*" },
  { "empty", "POST", R, NULL, "", 400, NULL },
  { "text", "POST", R, "text/plain", "{}", 415, "{\"detail\":\"Unsupported media type *" },
  { "no-slash", "POST", "/boards/records", NULL, "{}", 301, NULL },
  { "missing", "GET", R "8c8d9a3e-0000-4000-8000-000000000000", NULL, NULL, 500, "*<h1>*" },
  { "missing-slash", "GET", R "8c8d9a3e-0000-4000-8000-000000000000/", NULL, NULL, 404, NULL },
  { "patch", "PATCH", R "8c8d9a3e-0000-4000-8000-000000000000", NULL, "{}", 405, NULL },
  { "get", "GET", R, NULL, NULL, 200, "[]" },
};

static void
test_case (gconstpointer data)
{
  const FakeCase *test = data;
  g_autoptr (FakeBoards) boards = fake_boards_new ();
  g_autoptr (FakeServer) server = fake_server_new (fake_boards_handle, boards);
  guint port = fake_server_listen (server, 0, NULL);

  fake_check (port, test);
  g_assert_cmpuint (fake_boards_count (boards), ==, test->status == 201 ? 1 : 0);
}

/* the same again is another one; the newest comes first */
static void
test_again (void)
{
  static const FakeCase newer = { "newer", "POST", R, NULL,
                                  BODY ("7", "2", "\"2018-09-18T00:00:00\"", DATAS), 201, NULL };
  static const FakeCase list = { "list", "GET", R, NULL, NULL, 200,
                                 "[{*\"num\":7,*},{*\"num\":0,*},{*\"num\":0,*}]" };
  g_autoptr (FakeBoards) boards = fake_boards_new ();
  g_autoptr (FakeServer) server = fake_server_new (fake_boards_handle, boards);
  guint port = fake_server_listen (server, 0, NULL);

  fake_check (port, &cases[0]);
  fake_check (port, &cases[0]);
  fake_check (port, &newer);
  fake_check (port, &list);
  g_assert_cmpuint (fake_boards_count (boards), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/fake-boards/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/fake-boards/again", test_again);
  return g_test_run ();
}
