#pragma once
#include <sqlite3.h>

/* sqlite3_db_config is variadic in C, so Swift cannot call it. Returns the setting after the call, or a negative error code. */
static inline int vault_sqlite_db_config(sqlite3 *db, int op, int on) {
    int out = 0;
    int rc = sqlite3_db_config(db, op, on, &out);
    return rc != SQLITE_OK ? -rc : out;
}
