/** What is said in place of backups where PostgreSQL keeps everything. */
export function BackedUpElsewhere() {
  return (
    <section>
      <h1>Backups</h1>
      <p class="lead">
        This server keeps everything in PostgreSQL, which is backed up by its own programs: none is
        made or restored from here.
      </p>
      <dl class="facts plan">
        <dt>To make one</dt>
        <dd>
          <code>pg_dump --format=custom --file=tocsin.dump "$DATABASE_URL"</code>
          <p class="footnote">
            Beside the running servers. To lose nothing between two of them, archive the WAL as
            well.
          </p>
        </dd>
        <dt>To restore one</dt>
        <dd>
          Stop all servers, then, into an empty database,{" "}
          <code>pg_restore --exit-on-error --dbname="$DATABASE_URL" tocsin.dump</code>
          <p class="footnote">
            <code>docs/scaling.md</code> says what else there is to it.
          </p>
        </dd>
      </dl>
    </section>
  );
}
