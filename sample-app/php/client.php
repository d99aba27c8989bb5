#!/usr/bin/env php
<?php
/*
 * A Gearman client in PHP. It calls the functions of the Java application: sms, wordcount and thumbnail.
 *
 *   php client.php [host:port,host:port] [picture.jpg]
 *
 * Needs the extension gearman (Debian: apt-get install php-cli php-gearman). Writes the thumbnail to thumbnail.jpeg or
 * thumbnail.png in the current directory.
 */
declare(strict_types=1);

const TIMEOUT_MILLIS = 10000;
const ATTEMPTS = 5;
const THUMBNAIL_WIDTH = 240;

if (!extension_loaded('gearman')) {
    fwrite(STDERR, "The PHP extension gearman is missing. On Debian: apt-get install php-cli php-gearman\n");
    exit(1);
}

/** Makes a client of those job servers that answer: the extension gives up when one of its servers is away. */
function client(string $servers): GearmanClient
{
    $client = new GearmanClient();
    $client->setTimeout(TIMEOUT_MILLIS);
    foreach (explode(',', $servers) as $server) {
        try {
            @(new GearmanClient())->addServers($server);
            $client->addServers($server);
        } catch (GearmanException $away) {
            continue;
        }
    }
    // Without it a job server keeps the text of a worker's exception to itself.
    @$client->enableExceptionHandler();
    return $client;
}

/**
 * Runs a job in the foreground, prints its progress, and returns its result; ends the script when there is none. If the job server
 * is lost, another one gets the job, which may run twice then: if that is not wanted, only as long as no server had taken it.
 */
function call(string $servers, string $function, string $payload, bool $mayRunTwice): string
{
    for ($attempt = 1; ; $attempt++) {
        $taken = false;
        $outcome = null;
        $failure = null;
        try {
            $client = client($servers);
            $client->setCreatedCallback(function () use (&$taken): void {
                $taken = true;
            });
            $client->setStatusCallback(function (GearmanTask $task) use ($function): void {
                printf("%s: %d %%\n", $function, 100 * $task->taskNumerator() / max(1, $task->taskDenominator()));
            });
            $client->setExceptionCallback(function (GearmanTask $task) use (&$failure): void {
                $failure = $task->data();
            });
            $client->setFailCallback(function () use (&$failure): void {
                $failure ??= 'the job failed';
            });
            $client->setCompleteCallback(function (GearmanTask $task) use (&$outcome): void {
                $outcome = $task->data();
            });
            $client->addTask($function, $payload);
            if (@$client->runTasks() && $outcome !== null) {
                return $outcome;
            }
            $lost = $failure === null && $client->returnCode() !== GEARMAN_TIMEOUT;
            $error = $failure ?? $client->error();
        } catch (GearmanException $away) {
            $lost = true;
            $error = $away->getMessage();
        }
        if (!$lost || ($taken && !$mayRunTwice) || $attempt === ATTEMPTS) {
            fprintf(STDERR, "%s: %s\n", $function, $error);
            exit(1);
        }
    }
}

$servers = $argv[1] ?? '127.0.0.1:4730';
$picture = $argv[2] ?? __DIR__ . '/../samples/mandelbrot.jpg';

$receipt = json_decode(call($servers, 'sms', json_encode(['phone' => '+49 30 901820', 'text' => 'Hello from PHP']), false));
printf("sms: the gateway has taken %s for %s\n", $receipt->id, $receipt->phone);

$counts = json_decode(call($servers, 'wordcount', 'To be, or not to be: that is the question.', true), true);
ksort($counts['counts']);
arsort($counts['counts']);
printf("wordcount: %d words, %s\n", $counts['words'], json_encode(array_slice($counts['counts'], 0, 3)));

$file = file_get_contents($picture);
if ($file === false) {
    exit(1);
}
$thumbnail = call($servers, 'thumbnail', THUMBNAIL_WIDTH . "\n" . $file, true);
[$width, $height, $type] = getimagesizefromstring($thumbnail);
$name = 'thumbnail' . image_type_to_extension($type);
file_put_contents($name, $thumbnail);
printf("thumbnail: %d x %d pixels, %d bytes, written to %s\n", $width, $height, strlen($thumbnail), $name);
