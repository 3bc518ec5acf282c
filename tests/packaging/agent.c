/* agent.sh once more, as a program that is linked with the C library of its image. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
  FILE* started = fopen("/tmp/started", "a");
  if (started == NULL) {
    return 1;
  }
  fprintf(started, "%d\n", (int)getpid());
  fclose(started);
  for (int tries = 0; tries < 1200 && access("/tmp/go", F_OK) != 0; ++tries) {
    usleep(100000);
  }
  puts("2 3 5 7 11 13 17 19 23 29");
  return 0;
}
