package io.multiget.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.multiget.simulator.catalog.Fate;
import io.multiget.simulator.catalog.SimulatedCatalog;
import io.multiget.simulator.catalog.SimulatedCategory;
import io.multiget.simulator.catalog.SimulatedCountry;
import io.multiget.simulator.catalog.SimulatedCurrency;
import io.multiget.simulator.catalog.SimulatedItem;
import io.multiget.simulator.catalog.SimulatedMaker;
import io.multiget.simulator.catalog.SimulatedProduct;
import io.multiget.simulator.catalog.SimulatedUser;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

/** What can be asked for, and the shape of each body. */
final class Resources {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final ZoneOffset OFFSET = ZoneOffset.ofHours(-4);
    private static final String LONG_PRICE = "123456789".repeat(5);
    private static final String ENDLESS_PRICE = "7".repeat(10_000);
    private static final List<String> ODD_DATES = List.of(
            "\"2017-08-16T24:00:00.000Z\"",
            "\"2016-12-31T23:59:60.000Z\"",
            "\"infinity\"",
            "1502848301000",
            "\"2024-02-30T00:00:00.000Z\"");
    private static final String NONE = "[]";
    private static final String NULL = "null";

    final Resource<SimulatedItem> items;
    final Resource<SimulatedCategory> categories;
    final Resource<SimulatedCurrency> currencies;
    final Resource<SimulatedUser> users;
    final Resource<SimulatedProduct> products;
    final Resource<SimulatedMaker> makers;
    final Resource<SimulatedCountry> countries;

    Resources(SimulatedCatalog catalog) {
        items = Resource.of("items", catalog::item, item(catalog), id -> "Item with id " + id + " not found");
        categories = Resource.of("categories", catalog::category, category(), id -> "Category not found: " + id);
        currencies = Resource.of("currencies", catalog::currency, currency(), id -> "Currency not found: " + id);
        users = Resource.of("users", catalog::user, user(), id -> "User with id [" + id + "] not found");
        products = Resource.of("products", catalog::product, product(), id -> "no product " + id)
                .wrappedIn("product");
        makers = Resource.of("makers", catalog::maker, maker(), id -> "no maker " + id)
                .wrappedIn("maker");
        countries = Resource.of("countries", catalog::country, country(), id -> "no country " + id);
    }

    List<Resource<?>> all() {
        return List.of(items, categories, currencies, users, products, makers, countries);
    }

    private static Members<SimulatedItem> item(SimulatedCatalog catalog) {
        return new Members<SimulatedItem>()
                .text("id", SimulatedItem::id)
                .text("site_id", SimulatedItem::siteId)
                .with("title", (json, told) -> {
                    json.writeFieldName("title");
                    Json.writeText(json, catalog.title(told.thing().id()));
                })
                .constant("subtitle", NULL)
                .number("seller_id", SimulatedItem::sellerId)
                .with("category_id", Resources::writeCategory)
                .constant("official_store_id", NULL)
                .with("price", (json, told) -> writePrice(json, "price", told))
                .with("base_price", (json, told) -> writePrice(json, "base_price", told))
                .constant("original_price", NULL)
                .text("currency_id", SimulatedItem::currencyId)
                .constant("initial_quantity", "1")
                .constant("available_quantity", "1")
                .constant("sold_quantity", "0")
                .constant("sale_terms", NONE)
                .constant("buying_mode", "\"buy_it_now\"")
                .constant("listing_type_id", "\"gold_special\"")
                .with("start_time", Resources::writeStartTime)
                .constant("condition", "\"new\"")
                .text("permalink", item -> "http://articulo.invalid/" + item.id())
                .constant("pictures", NONE)
                .constant("video_id", NULL)
                .constant("accepts_mercadopago", "true")
                .constant("shipping", "{\"mode\":\"me2\",\"free_shipping\":false,\"tags\":[]}")
                .constant("attributes", NONE)
                .constant("variations", NONE)
                .constant("status", "\"active\"")
                .constant("tags", NONE)
                .constant("automatic_relist", "false")
                .constant("health", NULL);
    }

    private static void writeCategory(JsonGenerator json, Told<SimulatedItem> told) throws IOException {
        String category = told.thing().categoryId();
        json.writeFieldName("category_id");
        if (category == null) {
            json.writeNull();
        } else {
            json.writeString(category);
        }
    }

    private static void writePrice(JsonGenerator json, String name, Told<SimulatedItem> told) throws IOException {
        if (told.fate() == Fate.NO_PRICE) {
            return;
        }
        json.writeFieldName(name);
        switch (told.fate()) {
            case NULL_PRICE -> json.writeNull();
            case BOOLEAN_PRICE -> json.writeBoolean(true);
            case BAD_VALUE -> json.writeString("12,5");
            case STRING_PRICE -> json.writeString("12.5");
            case HUGE_PRICE -> json.writeNumber("1e400");
            case LONG_PRICE -> json.writeNumber(LONG_PRICE);
            case NAN_PRICE -> json.writeRawValue("NaN");
            case ENDLESS_PRICE -> json.writeRawValue(ENDLESS_PRICE);
            case DEEP -> Members.writeDeep(json);
            default -> json.writeNumber(price(told));
        }
    }

    /** Other variants of an item differ in the price, by whole units. */
    private static BigDecimal price(Told<SimulatedItem> told) {
        BigDecimal price = Objects.requireNonNull(told.thing().price(), "price");
        return told.variant() == 0 ? price : price.add(BigDecimal.valueOf(told.variant()));
    }

    private static void writeStartTime(JsonGenerator json, Told<SimulatedItem> told) throws IOException {
        if (told.fate() == Fate.NO_START_TIME) {
            return;
        }
        json.writeFieldName("start_time");
        if (told.fate() == Fate.ODD_DATE) {
            json.writeRawValue(new Asked(told.thing().id(), told.fate(), 1).form(ODD_DATES));
        } else {
            json.writeString(startTime(told));
        }
    }

    private static String startTime(Told<SimulatedItem> told) {
        Instant time = told.thing().startTime();
        return switch (told.fate()) {
            case BAD_DATE -> "0000-00-00T00:00:00.000Z";
            case DATE_NO_ZONE -> "2017-08-16T01:51:41.000";
            case FAR_DATE -> "+294277-01-01T00:00:00.000Z";
            case DATE_OFFSET -> TIME.withZone(OFFSET).format(time) + OFFSET;
            default -> TIME.format(time) + "Z";
        };
    }

    private static Members<SimulatedCategory> category() {
        return new Members<SimulatedCategory>()
                .text("id", SimulatedCategory::id)
                .mainText("name", SimulatedCategory::name)
                .constant("picture", NULL)
                .constant("permalink", NULL)
                .number(
                        "total_items_in_this_category",
                        category -> category.name().length() * 100L)
                .constant("path_from_root", NONE)
                .constant("children_categories", NONE)
                .constant("attribute_types", "\"none\"")
                .constant("settings", "{\"adult_content\":false,\"status\":\"enabled\"}");
    }

    private static Members<SimulatedCurrency> currency() {
        return new Members<SimulatedCurrency>()
                .text("id", SimulatedCurrency::id)
                .mainText("description", SimulatedCurrency::description)
                .text("symbol", SimulatedCurrency::symbol)
                .number("decimal_places", SimulatedCurrency::decimalPlaces);
    }

    private static Members<SimulatedUser> user() {
        return new Members<SimulatedUser>()
                .number("id", SimulatedUser::id)
                .mainText("nickname", SimulatedUser::nickname)
                .text("country_id", SimulatedUser::countryId)
                .constant("address", "{\"city\":null,\"state\":null}")
                .constant("user_type", "\"normal\"")
                .text("site_id", SimulatedUser::siteId)
                .text("permalink", user -> "http://perfil.invalid/" + user.id())
                .constant("seller_reputation", "{\"level_id\":null,\"power_seller_status\":null}")
                .constant("status", "{\"site_status\":\"active\"}");
    }

    private static Members<SimulatedProduct> product() {
        return new Members<SimulatedProduct>()
                .text("sku", SimulatedProduct::sku)
                .mainText("title", SimulatedProduct::title)
                .text("maker_id", SimulatedProduct::makerId)
                .text("released", product -> product.released().toString());
    }

    private static Members<SimulatedMaker> maker() {
        return new Members<SimulatedMaker>()
                .text("id", SimulatedMaker::id)
                .mainText("name", SimulatedMaker::name)
                .text("country", SimulatedMaker::country);
    }

    private static Members<SimulatedCountry> country() {
        return new Members<SimulatedCountry>()
                .mainText("name", SimulatedCountry::name)
                .text("continent", SimulatedCountry::continent);
    }
}
