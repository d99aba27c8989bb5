#!/usr/bin/env php
<?php
/*
 * A Gearman client in PHP. It calls the functions of the Java application: sms, wordcount and thumbnail.
 *
 *   php client.php [host] [port] [picture.jpg]
 *
 * Needs the extension gearman (Debian: apt-get install php-cli php-gearman). Writes the thumbnail to thumbnail.jpeg or
 * thumbnail.png in the current directory.
 */
declare(strict_types=1);

const TIMEOUT_MILLIS = 10000;
const THUMBNAIL_WIDTH = 240;

if (!extension_loaded('gearman')) {
    fwrite(STDERR, "The PHP extension gearman is missing. On Debian: apt-get install php-cli php-gearman\n");
    exit(1);
}

/** Runs a job in the foreground, prints its progress, and returns its result; ends the script when the job failed. */
function call(GearmanClient $client, string $function, string $payload): string
{
    $outcome = null;
    $failure = null;
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
    if (!@$client->runTasks() || $outcome === null) {
        fprintf(STDERR, "%s: %s\n", $function, $failure ?? $client->error());
        exit(1);
    }
    return $outcome;
}

$host = $argv[1] ?? '127.0.0.1';
$port = (int) ($argv[2] ?? 4730);
$picture = $argv[3] ?? __DIR__ . '/../samples/mandelbrot.jpg';

$client = new GearmanClient();
$client->addServer($host, $port);
$client->setTimeout(TIMEOUT_MILLIS);
// Without it a job server keeps the text of a worker's exception to itself.
@$client->enableExceptionHandler();

$receipt = json_decode(call($client, 'sms', json_encode(['phone' => '+49 30 901820', 'text' => 'Hello from PHP'])));
printf("sms: the gateway has taken %s for %s\n", $receipt->id, $receipt->phone);

$counts = json_decode(call($client, 'wordcount', 'To be, or not to be: that is the question.'), true);
ksort($counts['counts']);
arsort($counts['counts']);
printf("wordcount: %d words, %s\n", $counts['words'], json_encode(array_slice($counts['counts'], 0, 3)));

$file = file_get_contents($picture);
if ($file === false) {
    exit(1);
}
$thumbnail = call($client, 'thumbnail', THUMBNAIL_WIDTH . "\n" . $file);
[$width, $height, $type] = getimagesizefromstring($thumbnail);
$name = 'thumbnail' . image_type_to_extension($type);
file_put_contents($name, $thumbnail);
printf("thumbnail: %d x %d pixels, %d bytes, written to %s\n", $width, $height, strlen($thumbnail), $name);
