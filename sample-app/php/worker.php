#!/usr/bin/env php
<?php
/*
 * A Gearman worker in PHP. It serves the function "slugify", which the Java application calls for GET /slugs?text=...
 *
 *   php worker.php [host:port,host:port]
 *
 * Needs the extension gearman (Debian: apt-get install php-cli php-gearman). Ends on SIGTERM or Ctrl-C when the extension
 * pcntl is there, as it is in Debian's php-cli.
 */
declare(strict_types=1);

const WAKE_UP_MILLIS = 1000;

if (!extension_loaded('gearman')) {
    fwrite(STDERR, "The PHP extension gearman is missing. On Debian: apt-get install php-cli php-gearman\n");
    exit(1);
}

/** "Grüße aus Köln!" becomes "grusse-aus-koln" where iconv knows the letters, and never anything but a-z, 0-9 and "-". */
function slugify(string $text): string
{
    $ascii = iconv('UTF-8', 'ASCII//TRANSLIT//IGNORE', $text);
    $slug = preg_replace('/[^a-z0-9]+/', '-', strtolower($ascii === false ? $text : $ascii));
    return trim($slug, '-');
}

$servers = $argv[1] ?? '127.0.0.1:4730';
$running = true;

if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, function () use (&$running) {
            $running = false;
        });
    }
}
setlocale(LC_CTYPE, 'C.UTF-8');

$worker = new GearmanWorker();
foreach (explode(',', $servers) as $server) {
    try {
        @$worker->addServers($server);
    } catch (GearmanException $away) {
        // It is in the list all the same, and the worker registers there as soon as it is back.
    }
}
$worker->setId('php-slugify');
$worker->setTimeout(WAKE_UP_MILLIS);
$worker->addFunction('slugify', function (GearmanJob $job): string {
    $slug = slugify($job->workload());
    printf("%s %s -> %s\n", $job->handle(), json_encode($job->workload(), JSON_UNESCAPED_UNICODE), $slug);
    return $slug;
});

printf("Serving slugify at %s\n", $servers);
while ($running) {
    if (@$worker->work()) {
        continue;
    }
    $code = $worker->returnCode();
    if ($code !== GEARMAN_TIMEOUT && $code !== GEARMAN_SUCCESS && $running) {
        // The job server is away: libgearman connects and registers again by itself.
        fprintf(STDERR, "%s; trying again\n", $worker->error());
        usleep(WAKE_UP_MILLIS * 1000);
    }
}
