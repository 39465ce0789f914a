/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* headers.cc - all headers are C++17 too, without a warning; compiled, never run */
#include <leat-host.h>
#include <leat.h>
