/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main.c - leatd */
#include <locale.h>
#include "leatd-app.h"

int
main (int argc, char **argv)
{
  setlocale (LC_CTYPE, ""); /* help is UTF-8; messages stay in one language, numbers have a point */
  return leatd_app_run (argc, argv);
}
