package io.multiget.simulator.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words answers are made of; Spanish, with accents, because the real ones are. */
final class Words {
    static final List<String> THINGS = List.of(
            "Lámpara",
            "Cámara",
            "Batería",
            "Sillón",
            "Ropero",
            "Balón",
            "Máquina de café",
            "Muñeca",
            "Colchón",
            "Teléfono",
            "Reloj",
            "Mochila",
            "Guitarra",
            "Bicicleta",
            "Parrilla",
            "Zapatilla");
    static final List<String> KINDS =
            List.of("de mesa", "plegable", "clásica", "de niño", "usada", "eléctrica", "de cuero", "portátil");
    static final List<String> CATEGORIES = List.of(
            "Jardinería",
            "Iluminación",
            "Música en vivo",
            "Cafeteras y té",
            "Náutica",
            "Muebles de baño",
            "Niños",
            "Fotografía",
            "Mecánica ligera",
            "Bicicletas",
            "Papelería",
            "Telas y botones",
            "Cocina al aire libre",
            "Óptica",
            "Colección",
            "Mascotas pequeñas");
    static final List<String> NICKNAMES = List.of(
            "TIENDA.SUR",
            "EL_NANDU",
            "CASA.ÑUÑEZ",
            "LA-ESQUINA",
            "DON_PEDRO",
            "MATE.LISTO",
            "RIO_CUARTO",
            "PUERTO.NORTE");
    static final List<String> MAKERS = List.of(
            "Fábrica", "Taller", "Müller & Söhne", "Compañía", "Atelier", "Hermanos", "Łódź Works", "Cooperativa");
    static final List<String> SITES = List.of("MLA", "MLB", "MLM", "MLC", "MCO", "MLU", "MPE");
    static final List<String> SITE_COUNTRIES = List.of("AR", "BR", "MX", "CL", "CO", "UY", "PE");

    static final List<SimulatedCurrency> CURRENCIES = List.of(
            new SimulatedCurrency("ARS", "Peso argentino", "$", 2),
            new SimulatedCurrency("BRL", "Real brasileño", "R$", 2),
            new SimulatedCurrency("USD", "Dólar estadounidense", "US$", 2),
            new SimulatedCurrency("PYG", "Guaraní paraguayo", "₲", 0),
            new SimulatedCurrency("CLP", "Peso chileno", "$", 0),
            new SimulatedCurrency("MXN", "Peso mexicano", "$", 2),
            new SimulatedCurrency("NIO", "Córdoba nicaragüense", "C$", 2),
            new SimulatedCurrency("UYU", "Peso uruguayo", "$U", 2),
            new SimulatedCurrency("COP", "Peso colombiano", "$", 0),
            new SimulatedCurrency("PEN", "Sol peruano", "S/", 2),
            new SimulatedCurrency("CRC", "Colón costarricense", "₡", 2),
            new SimulatedCurrency("BOB", "Boliviano", "Bs", 2),
            new SimulatedCurrency("EUR", "Euro", "€", 2));

    static final List<SimulatedCountry> COUNTRIES = List.of(
            new SimulatedCountry("AR", "Argentina", "América"),
            new SimulatedCountry("BR", "Brasil", "América"),
            new SimulatedCountry("MX", "México", "América"),
            new SimulatedCountry("PE", "Perú", "América"),
            new SimulatedCountry("ES", "España", "Europa"),
            new SimulatedCountry("DE", "Alemania", "Europa"),
            new SimulatedCountry("PL", "Polonia", "Europa"),
            new SimulatedCountry("JP", "Japón", "Asia"),
            new SimulatedCountry("TR", "Türkiye", "Asia"),
            new SimulatedCountry("KE", "Kenia", "África"),
            new SimulatedCountry("CI", "Côte d'Ivoire", "África"),
            new SimulatedCountry("NZ", "Nueva Zelanda", "Oceanía"));

    static final Map<String, SimulatedCurrency> CURRENCY_BY_ID = currencyById();
    static final Map<String, SimulatedCountry> COUNTRY_BY_CODE = countryByCode();

    private Words() {}

    private static Map<String, SimulatedCurrency> currencyById() {
        Map<String, SimulatedCurrency> byId = new TreeMap<>();
        CURRENCIES.forEach(currency -> byId.put(currency.id(), currency));
        return byId;
    }

    private static Map<String, SimulatedCountry> countryByCode() {
        Map<String, SimulatedCountry> byCode = new TreeMap<>();
        COUNTRIES.forEach(country -> byCode.put(country.code(), country));
        return byCode;
    }
}
