/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-dialogues.c - tests what each simulated family says, against what manuals say it does */
#include "simulated.h"

/* a command, and a pattern of what comes; the source stands above each family's */
static const DialogueCase dialogues[] = {
  /* Panasonic PV310 manual, chapter 11, and AX40, p. 234 */
  { "echo", "pv310", "", { "%G05,80\r", "%G05,80\\r" } },
  { "unknown", "pv310", "", { "%X\r", "%U\\r", "G05\r", "%U\\r", "%\r", "%U\\r" } },
  { "out-of-range", "pv310", "",
    { "%G97,80\r", "%Z\\r", "%T09\r", "%Z\\r", "%H00\r", "%Z\\r", "%T08\r", "%T08\\r" } },
  { "unset-threshold", "pv310", "", { "%H01\r", "%H01,100,000\\r" } },
  { "written-and-read", "pv310", "",
    { "%G02,80,20\r", "%G02,80,20\\r", "%H02\r", "%H02,080,020\\r" } },
  { "fixed", "pv310", "format=fixed",
    { "%G0500800020\r", "%G0500800020\\r", "%H05\r", "%H0500800020\\r" } },
  { "fixed-blanks", "pv310", "format=fixed fill=blank",
    { "%G05  80\r", "%G05  80\\r", "%H05\r", "%H05  80   0\\r" } },
  { "limits", "pv310", "",
    { "%C01\r", "%C01-02147483648002147483647\\r", "%N01-00000000005000000000005\r",
      "%N01-00000000005000000000005\\r", "%C01\r", "%C01-00000000005000000000005\\r" } },
  { "trigger", "pv310", "", { "%S\r", "%S\\r0,[01],\\d\\.\\d{3},\\d\\.\\d{3}\\r" } },
  { "setup", "pv310", "mode=setup", { "%S\r", "%U\\r" } },

  /* Keyence CV-X, XG-X: the public C# client CVXCommunication */
  { "mode", "keyence-cvx", "",
    { "RM\r", "RM,1\\r", "S0\r", "S0\\r", "RM\r", "RM,0\\r", "R0\r", "R0\\r" } },
  { "program", "keyence-cvx", "",
    { "PR\r", "PR,1,000\\r", "PW,2,012\r", "PW\\r", "PR\r", "PR,2,012\\r", "PW,1,1000\r",
      "ER,PW,22\\r", "PW\r", "ER,PW,22\\r" } },
  { "condition", "keyence-cvx", "",
    { "EXR\r", "EXR,00\\r", "EXW,7\r", "EXW\\r", "EXR\r", "EXR,07\\r", "EXW,x\r",
      "ER,EXW,22\\r" } },
  { "trigger", "keyence-cvx", "", { "TA\r", "TA\\r0,[01],\\d\\.\\d{3},\\d\\.\\d{3}\\r" } },
  { "two-triggers", "keyence-cvx", "",
    { "TA\rTA\r", "TA\\rTA\\r0,[01],[^\\r]*\\r1,[01],[^\\r]*\\r" } },
  { "setup", "keyence-cvx", "mode=setup", { "TA\r", "ER,TA,03\\r" } },
  { "others", "keyence-cvx", "",
    { "RS\r", "RS\\r", "BS,1,002\r", "BS\\r", "BS,5,002\r", "ER,BS,22\\r", "XX\r",
      "ER,XX,02\\r", "RM,1\r", "ER,RM,02\\r" } },
  { "values-of-programs", "keyence-cvx", "values-of=3:1",
    { "PW,1,003\r", "PW\\r", "TA\r", "TA\\r0,[01],\\d\\.\\d{3}\\r" } },

  /* Keyence IV3: GrTravis2/iv3, Operate.go and Simulator.go */
  { "trigger-only", "keyence-iv3", "values=0",
    { "T1\r", "T1\\r", "RT\r", "RT,00000,(OK|NG)\\r", "RT\r", "RT,00000,(OK|NG)\\r" } },
  { "trigger-and-result", "keyence-iv3", "values=0 bad-parts=100",
    { "T2\r", "RT,00000,NG\\r", "T2\r", "RT,00001,NG\\r" } },
  { "tools", "keyence-iv3", "bad-parts=100",
    { "T2\r", "RT,00000,NG,\\d{7},NG,\\d{7},OK\\r" } },
  { "no-result", "keyence-iv3", "", { "RT\r", "ER,RT,03\\r" } },
  { "program", "keyence-iv3", "program=99",
    { "PR\r", "PR,099\\r", "PW,127\r", "PW\\r", "PR\r", "PR,127\\r", "PW,128\r",
      "ER,PW,22\\r" } },
  { "threshold", "keyence-iv3", "",
    { "DR,3,0\r", "DR,03,0,0023250\\r", "DW,3,0,17\r", "DW\\r", "DR,3,0\r",
      "DR,03,0,0000017\\r", "DR,17,0\r", "ER,DR,22\\r" } },
  { "characters", "keyence-iv3", "", { "CR,1\r", "CR,01,123456789ABCDE  \\r" } },
  { "others", "keyence-iv3", "", { "CNR\r", "CNR\\r", "XX\r", "ER,XX,02\\r" } },
  { "setup", "keyence-iv3", "mode=setup", { "T1\r", "ER,T1,03\\r", "T2\r", "ER,T2,03\\r" } },

  /* Keyence SR: mqtt_serial_scanner_nodes, sr_scanner.py; N-410: its manual, p. 94, 102, 104 */
  { "read", "keyence-sr", "bad-parts=0",
    { "LON\r", "LOT000000\\r", "LOFF\r", "", "NUM\r", "OK,NUM,1,0,0,1,1\\r" } },
  { "no-read", "keyence-sr", "bad-parts=100", { "LON\r", "ERROR\\r" } },
  { "errors", "keyence-sr", "", { "XX\r", "ER,XX,00\\r", "NUM,1\r", "ER,NUM,01\\r" } },
  { "not-executable", "keyence-sr", "mode=setup", { "LON\r", "ER,LON,20\\r" } },
  { "as-it-was-asked", "keyence-sr", "",
    { "\x02NUM\x03", "\\x02OK,NUM,0,0,0,0,0\\x03", "NUM\r", "OK,NUM,0,0,0,0,0\\r" } },
  { "multi-head", "keyence-sr", "multi-head=yes bad-parts=0 header=\\x02 cameras=2",
    { "LON\r", "\\x02%P01-0009LOT000000\\r", "LON\r", "\\x02%P02-0009LOT000000\\r" } },
  { "delimiter", "keyence-sr", "terminator=\\x03 header=\\x1b bad-parts=0",
    { "LON\r", "\\x1bLOT000000\\x03" } },

  /* Keyence IM has no command that is known */
  { "deaf", "keyence-im", "", { "T1\r", "" } },

  /* Cognex In-Sight: comms_native_mode, Get, SetOnline; CognexNativePy's tests */
  { "login", "in-sight", "",
    { "admin\r\n", "Password: ", "\r\n", "User Logged In\\r\\n", "GVA001\r\n",
      "1\\r\\n1\\.000\\r\\n" } },
  { "wrong-password", "in-sight", "password=secret",
    { "admin\r\n", "Password: ", "x\r\n", "Invalid Password\\r\\nUser: ", "admin\r\n",
      "Password: ", "secret\r\n", "User Logged In\\r\\n" } },
  { "wrong-user", "in-sight", "",
    { "root\r\n", "Password: ", "\r\n", "Invalid Password\\r\\nUser: " } },
  { "values", "in-sight", "login=no",
    { "gva001\r\n", "1\\r\\n1\\.000\\r\\n", "GVA002\r\n", "1\\r\\n\\r\\n", "GVA099\r\n",
      "-1\\r\\n" } },
  { "event", "in-sight", "login=no bad-parts=0",
    { "SE8\r\n", "1\\r\\n\\[UH587IX1000000,\\d\\.\\d{3},\\d\\.\\d{3},1\\.000\\]\\r\\n", "SE1\r\n",
      "1\\r\\n", "SW8\r\n", "1\\r\\n\\[.*\\]\\r\\n", "SE9\r\n", "-1\\r\\n" } },
  { "sized", "in-sight", "login=no event-answer=sized",
    { "SE0\r\n", "1\\r\\n8\\r\\n<r>1</r>\\r\\n", "SW0\r\n", "1\\r\\n", "SE9\r\n",
      "-1\\r\\n" } },
  { "match", "in-sight", "login=no",
    { "SM\"UH587IX1CGC3\"0\r\n", "1\\r\\n\\[UH587IX1CGC3,398\\.000,1\\.000\\]\\r\\n", "SMx\r\n",
      "-1\\r\\n" } },
  { "offline", "in-sight", "login=no",
    { "SO0\r\n", "1\\r\\n", "SE8\r\n", "-2\\r\\n", "SO1\r\n", "1\\r\\n", "SE8\r\n",
      "1\\r\\n\\[.*\\]\\r\\n" } },
  { "online", "in-sight", "login=no",
    { "GO\r\n", "1\\r\\n", "SO0\r\n", "1\\r\\n", "go\r\n", "0\\r\\n" } },
  { "jobs", "in-sight", "login=no program=7",
    { "GF\r\n", "1\\r\\n007\\.job\\r\\n", "GJ\r\n", "1\\r\\n7\\r\\n", "LFa.job\r\n",
      "-2\\r\\n" } },
  { "load-file", "in-sight", "login=no mode=setup",
    { "LF\r\n", "-1\\r\\n", "LF42a.job\r\n", "1\\r\\n", "GF\r\n", "1\\r\\n42a\\.job\\r\\n",
      "GJ\r\n", "1\\r\\n42\\r\\n" } },
  { "set-job", "in-sight", "login=no mode=setup",
    { "SJ1000\r\n", "-1\\r\\n", "SJ9\r\n", "1\\r\\n", "GJ\r\n", "1\\r\\n9\\r\\n" } },
  { "no-access", "in-sight", "login=no access=read",
    { "SO0\r\n", "-6\\r\\n", "SJ1\r\n", "-6\\r\\n" } },
  { "unknown", "in-sight", "login=no", { "XX\r\n", "0\\r\\n", "\r\n", "" } },
  { "nul", "in-sight", "login=no", { "SO1\r", "1\\r\\n" } },

  /* Cognex DataMan: DMCAP, CommandSyntax; a digest of the guide for the status codes */
  { "silent", "dataman", "bad-parts=0",
    { "||>TRIGGER ON\r\n", "LOT000000\\r\\n", "||>TRIGGER OFF\r\n", "", "||>XX\r\n", "" } },
  { "extended", "dataman", "response=extended bad-parts=0",
    { "||>trigger on\r\n", "\\|\\|\\[0\\]\\r\\nLOT000000\\r\\n", "||0:7>TRIGGER ON\r\n",
      "\\|\\|0:7\\[0\\]\\r\\nLOT000001\\r\\n" } },
  { "field", "dataman", "response=extended prefix=:::2",
    { "||>TRIGGER OFF\r\n", "\\|\\|:::2\\[0\\]\\r\\n" } },
  { "statuses", "dataman", "response=extended",
    { "||0:1>XX\r\n", "\\|\\|0:1\\[100\\]\\r\\n", "||0:2>GET NO.SUCH\r\n",
      "\\|\\|0:2\\[101\\]\\r\\n", "||0:3>TRIGGER MAYBE\r\n", "\\|\\|0:3\\[102\\]\\r\\n",
      "||1:4>TRIGGER OFFx\r\n", "\\|\\|\\[103\\]\\r\\n" } },
  { "offline", "dataman", "response=extended mode=setup",
    { "||0:1>TRIGGER ON\r\n", "\\|\\|0:1\\[105\\]\\r\\n" } },
  { "set-and-get", "dataman", "",
    { "||>GET COM.DMCC-RESPONSE\r\n", "0\\r\\n", "||>SET COM.DMCC-RESPONSE 1\r\n",
      "\\|\\|\\[0\\]\\r\\n", "||0:9>GET COM.DMCC-RESPONSE\r\n", "\\|\\|0:9\\[0\\]1\\r\\n" } },
  /* || 1 : 5 > T R I G G E R blank O N: the XOR of these is "y" */
  { "checksum", "dataman", "response=extended bad-parts=0",
    { "||1:5>TRIGGER ONy\r\n", "\\|\\|0:5\\[0\\]\\r\\nLOT000000\\r\\n" } },
  { "no-read", "dataman", "bad-parts=100 no-read=??",
    { "||>TRIGGER ON\r\n", "\\?\\?\\r\\n" } },
  { "no-command", "dataman", "response=extended", { "TRIGGER ON\r\n", "" } },

  /* Omron: the manuals of FQ2, FQ-CR2 and FZ that its simulator names */
  { "measure", "omron", "bad-parts=0",
    { "MEASURE\r", "1,\\d\\.\\d{4},\\d\\.\\d{4},-\\d\\.\\d{4}\\rOK\\r", "M\r", "1,.*\\rOK\\r",
      "GL\r", "1,.*\\rOK\\r" } },
  { "item-data", "omron", "",
    { "ITEMDATA0 10 1 100\r", "OK\\r", "ITEMDATA0 10 1\r", "100\\rOK\\r", "ITEMDATA0 x\r",
      "ER\\r" } },
  { "continuous", "omron", "", { "MEASURE /C\r", "OK\\r", "MEASURE /E\r", "OK\\r" } },
  { "errors", "omron", "", { "XX\r", "ER\\r", "MEASURE /X\r", "ER\\r" } },
  { "setup", "omron", "mode=setup", { "M\r", "ER\\r" } },
};

typedef struct {
  const char *name;
  const char *family;
  const char *settings;
  const char *faults;
  const char *pattern; /* of the first result */
} ResultCase;

static const ResultCase results[] = {
  { "columns", "pv310", "layout=program;camera;judgement;number;values separator=; program=4",
    NULL, "4;1;[01];0;\\d\\.\\d{3};\\d\\.\\d{3}\\r" },
  { "missing", "keyence-cvx", "missing=----", "missing@1", "0,[01],----,\\d\\.\\d{3}\\r" },
  { "saturated", "keyence-cvx", "", "saturated@1", "0,[01],99999\\.999,\\d\\.\\d{3}\\r" },
  { "no-values", "keyence-cvx", "values=0", NULL, "0,[01]\\r" },
  { "decimals", "keyence-cvx", "decimals=1 values=3", NULL,
    "0,[01],\\d\\.\\d,\\d\\.\\d,-0\\.\\d\\r" },
  { "over", "keyence-sr", "", "saturated@1", "OVER\\r" },
  { "error", "keyence-sr", "bad-parts=0", "missing@1", "ERROR\\r" },
  { "code-page", "keyence-sr", "bad-parts=0", "code-page@1", "LOT000000\\x83\\x8d\\x83\\r" },
  { "code-page", "dataman", "bad-parts=0", "code-page@1", "LOT000000\\x83\\x8d\\x83\\r\\n" },
  /* recorded: (28.9,24.2) 153.2\xb0 score = 70.2 */
  { "pose", "in-sight", "layout=pose values=3", NULL,
    "\\(\\d\\.\\d,\\d\\.\\d\\) -\\d\\.\\d\\xb0 score = 70\\.2\\r\\n" },
  { "bad", "in-sight", "values=1", "bad@1", "\\[UH587IX1000000,#ERR,[01]\\.000\\]\\r\\n" },
  { "latin-1", "in-sight", "values=0", "code-page@1",
    "\\[UH587IX1\\xe4000000,[01]\\.000\\]\\r\\n" },
  /* JG: OK = 1, NG = -1 with an FZ; 0 with F250 and FQ2; what is too large saturates */
  { "fz-good", "omron", "bad-parts=0 values=0", NULL, "1\\r" },
  { "fz-bad", "omron", "bad-parts=100 values=0", NULL, "-1\\r" },
  { "fq2-good", "omron", "series=fq2 bad-parts=0 values=0", NULL, "0\\r" },
  { "fq2-bad", "omron", "series=fq2 bad-parts=100 values=0", NULL, "-1000\\r" },
  { "f250-good", "omron", "series=f250 bad-parts=0 values=0", NULL, "0\\r" },
  { "fz-saturated", "omron", "values=1 judgement=no", "saturated@1", "999999999\\.9999\\r" },
  { "f250-saturated", "omron", "series=f250 values=1 judgement=no", "saturated@1",
    "9999999\\.999\\r" },
  { "f250-blanks", "omron", "series=f250 values=3 judgement=no", NULL,
    "\\d\\.\\d{3} , \\d\\.\\d{3} , - +\\d\\.\\d{3}\\r" },
  { "binary-good", "omron", "format=binary bad-parts=0 values=0", NULL, "\\x00\\x00\\x03\\xe8\\r" },
  { "binary-bad", "omron", "format=binary bad-parts=100 values=0", NULL,
    "\\xff\\xff\\xfc\\x18\\r" },
  { "binary-saturated", "omron", "format=binary judgement=no values=1", "saturated@1",
    "\\x7f\\xff\\xff\\xff\\r" },
  { "binary-value", "omron", "format=binary judgement=no values=1", NULL,
    "\\x00\\x00[\\x05-\\x07].\\r" },
  { "block", "keyence-im", "values=1 bad-parts=0", NULL,
    "ST\\r\\nJG OK\\r\\nSE IM0001 1\\.0\\r\\nDA 2018/09/17 15:15:00\\r\\nMS program0\\r\\n"
    "LO 0\\r\\nCH 1\\r\\nIT 1 1\\.\\d{3} mm length1 1\\.700 0\\.700 -0\\.700 0\\r\\nEN\\r\\n" },
  { "comma", "keyence-im", "values=1 point=, judgement=none", NULL,
    "ST\\r\\nSE.*IT 1 1,\\d{3} mm length1 1,700 0,700 -0,700 0\\r\\nEN\\r\\n" },
  { "checksum", "keyence-im", "checksum=yes values=0", NULL, "STA7\\r\\nJG.*EN93\\r\\n" },
  { "latin-1", "keyence-im", "values=1", "code-page@1", "ST.*mm L\\xe4nge1 .*EN\\r\\n" },
};

/* the bytes, since a result may have a NUL */
static void
test_result (gconstpointer data)
{
  const ResultCase *test = data;
  g_autoptr (Simulated) self = simulated_new (test->family, test->settings, test->faults, 10);
  g_autofree char *pattern = g_strdup_printf ("\\A(?:%s)\\z", test->pattern);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW | G_REGEX_DOTALL, 0, NULL);
  g_autofree char *shown = NULL;

  leat_simulated_machine_measure (self->machine, 10, 0);
  shown = g_strescape (self->said->str, NULL);
  g_test_message ("%s", shown);
  g_assert_nonnull (regex);
  g_assert_true (
      g_regex_match_full (regex, self->said->str, (gssize) self->said->len, 0, 0, NULL, NULL));
}

/* docs.cognex.com is_611, and the recorded login: the prompts have no end */
static void
test_greeting (void)
{
  g_autoptr (Simulated) self = simulated_new ("in-sight", "", NULL, 0);

  leat_simulated_machine_greet (self->machine);
  g_assert_cmpstr (self->said->str, ==, "Welcome to In-Sight(tm)  8502P Session 0\r\nUser: ");
}

/* who connects anew logs in anew */
static void
test_again (void)
{
  g_autoptr (Simulated) self = simulated_new ("in-sight", "", NULL, 0);
  g_autofree char *first = simulated_ask (self, "admin\r\n\r\n");
  g_autofree char *second = NULL;

  g_assert_cmpstr (first, ==, "Password: User Logged In\r\n");
  leat_simulated_machine_greet (self->machine);
  g_string_truncate (self->said, 0);
  second = simulated_ask (self, "GVA001\r\n");
  g_assert_cmpstr (second, ==, "Password: ");
}

/* what was set goes with the power */
static void
test_forgets (void)
{
  g_autoptr (Simulated) self = simulated_new ("keyence-cvx", "", NULL, 0);
  g_autofree char *set = simulated_ask (self, "EXW,7\rPW,2,012\rS0\r");
  g_autofree char *asked = NULL;

  leat_simulated_machine_power (self->machine);
  asked = simulated_ask (self, "EXR\rPR\rRM\r");
  g_assert_cmpstr (set, ==, "EXW\rPW\rS0\r");
  g_assert_cmpstr (asked, ==, "EXR,00\rPR,1,000\rRM,1\r");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_dialogues (dialogues, G_N_ELEMENTS (dialogues));
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/%s/result/%s", results[i].family,
                                               results[i].name);

      g_test_add_data_func (path, &results[i], test_result);
    }
  g_test_add_func ("/simulate/in-sight/greeting", test_greeting);
  g_test_add_func ("/simulate/in-sight/again", test_again);
  g_test_add_func ("/simulate/keyence-cvx/forgets", test_forgets);
  return g_test_run ();
}
