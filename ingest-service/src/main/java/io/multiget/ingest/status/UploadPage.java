package io.multiget.ingest.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The page a person uses, {@code upload.html}: it uploads, and under an upload's address it shows the progress. Only the
 * scripts that are in the file itself run in it, known by their hashes, whatever a file's name or a reason smuggles in.
 */
final class UploadPage {
    private static final String RESOURCE = "/page/upload.html";
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

    private final byte[] html;
    private final String policy;

    private UploadPage(byte[] html) {
        this.html = html;
        this.policy = "default-src 'none'; script-src" + hashes(new String(html, StandardCharsets.UTF_8))
                + "; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'";
    }

    static UploadPage packaged() {
        try (InputStream in = UploadPage.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("upload.html is not packaged");
            }
            return new UploadPage(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the packaged upload.html", e);
        }
    }

    private static String hashes(String page) {
        StringBuilder hashes = new StringBuilder();
        Matcher script = SCRIPT.matcher(page);
        while (script.find()) {
            hashes.append(" 'sha256-").append(sha256(script.group(1))).append('\'');
        }
        return hashes.isEmpty() ? " 'none'" : hashes.toString();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    ResponseEntity<byte[]> answer() {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noCache())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(html);
    }
}
